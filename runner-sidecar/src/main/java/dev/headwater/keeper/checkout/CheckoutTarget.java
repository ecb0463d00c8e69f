package dev.headwater.keeper.checkout;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.Order;
import dev.headwater.keeper.report.OrderFailedException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What to check out, safe to be put on git's command line and into a config file.
 *
 * @param directory relative to the volume; {@code Volume} judges it
 * @param url {@code http} or {@code https}, without user, blank, quote or control character
 * @param ref full ref
 * @param sha 40 or 64 lower-case hex digits
 */
record CheckoutTarget(String directory, String url, String ref, String sha, CheckoutOptions options) {
    private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[!-~&&[^@\"\\\\]]*)?");
    private static final Pattern REF = Pattern.compile("refs/(heads|tags|pull)/[^\\s\\p{Cntrl}~^:?*\\[\\\\]+|HEAD");
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    private static final String TAGS = "refs/tags/";

    static CheckoutTarget from(Order.Checkout order) throws OrderFailedException {
        return new CheckoutTarget(order.directory(), order.url(), order.ref(), order.sha(), order.options()).checked();
    }

    /** The same for a submodule: its whole tree, of which only the commit is known. */
    CheckoutTarget submodule(String path, String submoduleUrl, String commit) throws OrderFailedException {
        var place = directory.isEmpty() ? path : directory + "/" + path;
        return new CheckoutTarget(
                        place,
                        submoduleUrl,
                        "HEAD",
                        commit,
                        new CheckoutOptions(
                                options.depth(),
                                options.submodules(),
                                isVerified() ? CheckoutOptions.Verification.ALWAYS : CheckoutOptions.Verification.NEVER,
                                List.of(),
                                options.extras()))
                .checked();
    }

    private CheckoutTarget checked() throws OrderFailedException {
        require(URL.matcher(url).matches(), "The url is not an http or https URL without credentials.");
        require(
                REF.matcher(ref).matches() && !ref.contains(".."),
                "The ref is not a full ref such as refs/heads/main.");
        require(SHA.matcher(sha).matches(), "The sha is not 40 or 64 hex digits.");
        return this;
    }

    ObjectFormat format() {
        return ObjectFormat.of(sha);
    }

    Cone cone() {
        return Cone.of(options.sparse());
    }

    /** Whether nothing that the volume brought along is believed. What has a tag is going to be released. */
    boolean isVerified() {
        return switch (options.verification()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> ref.startsWith(TAGS);
        };
    }

    private static void require(boolean holds, String sentence) throws OrderFailedException {
        if (!holds) {
            throw new OrderFailedException(sentence);
        }
    }
}
