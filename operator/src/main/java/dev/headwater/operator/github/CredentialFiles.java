package dev.headwater.operator.github;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/**
 * The Secret as the kubelet has mounted it. It is read whenever it is needed, so that one that was rotated counts.
 *
 * @param folder one file for each key
 */
public record CredentialFiles(Path folder) {
    private static final List<String> KEYS =
            List.of(Credentials.TOKEN, Credentials.APP, Credentials.INSTALLATION, Credentials.KEY);

    /** @throws IllegalArgumentException with a sentence, if they will not do */
    public void check() {
        var _ = read();
    }

    /** @throws IllegalArgumentException with a sentence, if they will not do */
    Credentials read() {
        var secret = new HashMap<String, String>();
        for (var key : KEYS) {
            var file = folder.resolve(key);
            try {
                if (Files.exists(file)) {
                    secret.put(key, Files.readString(file));
                }
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "%s of the Secret of trust.github cannot be read.".formatted(key), e);
            }
        }
        return Credentials.of(secret);
    }
}
