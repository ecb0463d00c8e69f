package dev.headwater.operator.github;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Map;
import java.util.Optional;

/** By which the operator is let in, in the words of the runner controller's own Secret. */
sealed interface Credentials {
    String TOKEN = "github_token";
    String APP = "github_app_id";
    String INSTALLATION = "github_app_installation_id";
    String KEY = "github_app_private_key";

    /** Shorter keys sign nothing that GitHub takes. */
    int LEAST_BITS = 2048;

    /** Somebody's personal access token. */
    record Token(String secret) implements Credentials {
        /** Without the token. */
        @Override
        public String toString() {
            return "(a token)";
        }
    }

    /** An installation of a GitHub App. */
    record App(String id, String installation, RSAKey key) implements Credentials {
        /** Without the key. */
        @Override
        public String toString() {
            return "(App %s, installation %s)".formatted(id, installation);
        }
    }

    /**
     * @param secret key to value
     * @throws IllegalArgumentException with a sentence, if they are none, or not all that is needed
     */
    static Credentials of(Map<String, String> secret) {
        var token = value(secret, TOKEN);
        var app = value(secret, APP).or(() -> value(secret, INSTALLATION)).or(() -> value(secret, KEY));
        if (token.isPresent() == app.isPresent()) {
            throw new IllegalArgumentException(
                    "The Secret of trust.github has to have either %s, or %s, %s and %s; it has %s."
                            .formatted(TOKEN, APP, INSTALLATION, KEY, token.isPresent() ? "both" : "neither"));
        }
        return token.<Credentials>map(Credentials::token)
                .orElseGet(() -> new App(needed(secret, APP), installation(secret), key(secret)));
    }

    /** Whether it can stand in a header; what cannot would be told, with all of it, by whoever refuses it. */
    static boolean isToken(String text) {
        return text.matches("[!-~]{1,4096}");
    }

    private static Token token(String secret) {
        if (!isToken(secret)) {
            throw new IllegalArgumentException("%s in the Secret of trust.github is no token.".formatted(TOKEN));
        }
        return new Token(secret);
    }

    private static Optional<String> value(Map<String, String> secret, String name) {
        return Optional.ofNullable(secret.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String needed(Map<String, String> secret, String name) {
        return value(secret, name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The Secret of trust.github has a GitHub App without %s; it needs %s, %s and %s."
                                .formatted(name, APP, INSTALLATION, KEY)));
    }

    /** It becomes a part of a path. */
    private static String installation(Map<String, String> secret) {
        var id = needed(secret, INSTALLATION);
        if (!id.matches("[0-9]{1,20}")) {
            throw new IllegalArgumentException(
                    "%s in the Secret of trust.github is no number.".formatted(INSTALLATION));
        }
        return id;
    }

    private static RSAKey key(Map<String, String> secret) {
        try {
            var key = JWK.parseFromPEMEncodedObjects(needed(secret, KEY));
            if (key.isPrivate() && key instanceof RSAKey rsa && rsa.size() >= LEAST_BITS) {
                return rsa;
            }
        } catch (JOSEException e) {
            // What is wrong with it may name parts of it.
        }
        throw new IllegalArgumentException(
                "%s in the Secret of trust.github is no RSA private key of 2048 bits or more in PEM.".formatted(KEY));
    }
}
