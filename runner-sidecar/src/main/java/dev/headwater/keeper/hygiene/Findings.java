package dev.headwater.keeper.hygiene;

/** Who is told what was found and done. Paths are names from the volume's root, fit to be shown. */
interface Findings {
    void found(String rule, String path);

    void scrubbed(String path);

    void swept(String path);

    /** Something was not looked into, not scrubbed or not swept. */
    void left(String path, String why);

    void searched();

    /** Whether there is more to find than anybody will be told. */
    boolean isEnough();
}
