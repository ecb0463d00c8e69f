package dev.headwater.operator.status;

/**
 * Something that a person looking at a run, its pod or a stream wants to be told, once.
 *
 * @param reason one word of the closed lists of reasons
 * @param message a sentence
 */
public record RunEvent(Type type, String reason, String message) {

    /** As Kubernetes names them. */
    public enum Type {
        Normal,
        Warning
    }

    public static RunEvent normal(String reason, String message) {
        return new RunEvent(Type.Normal, reason, message);
    }

    public static RunEvent warning(String reason, String message) {
        return new RunEvent(Type.Warning, reason, message);
    }
}
