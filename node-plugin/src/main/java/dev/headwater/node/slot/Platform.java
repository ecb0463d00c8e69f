package dev.headwater.node.slot;

/** Operating system and architecture of a node, as Go names them: {@code linux}, {@code amd64}. */
public record Platform(String os, String arch) {

    /** Of a JVM's {@code os.arch}. */
    public static Platform linux(String javaArch) {
        return new Platform("linux", javaArch.equals("aarch64") ? "arm64" : javaArch);
    }
}
