package dev.headwater.operator.status;

/** Text from elsewhere, cut to what a field admits: one long report must not make every later write of the status fail. */
final class Bounded {
    /** Of the messages of a status. */
    static final int MESSAGE = 2048;

    static String to(int length, String text) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    private Bounded() {}
}
