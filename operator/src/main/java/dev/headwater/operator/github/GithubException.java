package dev.headwater.operator.github;

import dev.headwater.api.v1alpha1.ProofReason;

/** GitHub did not say what it was asked for. The message is a sentence for people, without credentials. */
final class GithubException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ProofReason reason;

    GithubException(ProofReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static GithubException unavailable(String message) {
        return new GithubException(ProofReason.GithubUnavailable, message);
    }

    ProofReason reason() {
        return reason;
    }

    /** The sentence. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
