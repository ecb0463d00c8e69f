package dev.headwater.keeper.checkout;

import dev.headwater.control.Token;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The server's side of a repository. The secret is said to that one server, and only by commands that talk to it.
 *
 * @param url as in {@link CheckoutTarget}
 * @param token empty for a repository that everybody reads
 */
record Remote(String url, Optional<Token> token) {

    /** Scheme, host and port, with a slash at the end. */
    String server() {
        return serverOf(url);
    }

    static String serverOf(String url) {
        var end = url.indexOf('/', url.indexOf("://") + 3);
        return end < 0 ? url + "/" : url.substring(0, end + 1);
    }

    String protocol() {
        return URI.create(server()).getScheme();
    }

    /** Another repository; the secret is for this one's server only. */
    Remote other(String otherUrl) {
        return new Remote(otherUrl, token.filter(present -> serverOf(otherUrl).equals(server())));
    }

    /** Where it has its large files; git-lfs would also look into the tree. */
    String largeFiles() {
        return url.replaceFirst("(\\.git)?/*$", ".git/info/lfs");
    }

    /** Git's settings for talking to it. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("protocol." + protocol() + ".allow", "always");
        token.ifPresent(present ->
                settings.put("http." + server() + ".extraheader", "AUTHORIZATION: " + present.authorization()));
        return settings;
    }
}
