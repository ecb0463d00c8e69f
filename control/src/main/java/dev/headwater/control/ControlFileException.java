package dev.headwater.control;

/** A control file that is not of its form; the message is a clause that can follow a colon. */
public final class ControlFileException extends Exception {
    private static final long serialVersionUID = 1L;

    public ControlFileException(String message) {
        super(message);
    }

    public ControlFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
