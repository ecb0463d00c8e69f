package dev.headwater.keeper.checkout;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.Order;
import dev.headwater.keeper.report.OrderFailedException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What to check out, safe to be put on git's command line and into a config file.
 *
 * @param directory relative to the volume; {@code Volume} judges it
 * @param url {@code http} or {@code https}, without user, blank, quote or control character
 * @param ref full ref, or HEAD
 * @param commit 40 or 64 lower-case hex digits; empty: whatever the ref stands for at the remote
 */
record CheckoutTarget(String directory, String url, String ref, Optional<String> commit, CheckoutOptions options) {
    private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[!-~&&[^@\"\\\\]]*)?");
    private static final Pattern REF = Pattern.compile("refs/(heads|tags|pull)/[^\\s\\p{Cntrl}~^:?*\\[\\\\]+|HEAD");
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    private static final String HEAD = "HEAD";
    private static final String BRANCHES = "refs/heads/";
    private static final String TAGS = "refs/tags/";

    /**
     * What the order can mean, the likeliest first: a short name is a branch, and where there is none a tag, as for {@code actions/checkout}.
     */
    static List<CheckoutTarget> from(Order.Checkout order) throws OrderFailedException {
        var ref = order.ref();
        if (order.sha().isEmpty() && SHA.matcher(ref).matches()) {
            return List.of(from(order, HEAD, Optional.of(ref)));
        }
        if (order.sha().isPresent() || REF.matcher(ref).matches() || ref.startsWith("refs/")) {
            return List.of(from(order, ref, order.sha()));
        }
        return List.of(from(order, BRANCHES + ref, Optional.empty()), from(order, TAGS + ref, Optional.empty()));
    }

    private static CheckoutTarget from(Order.Checkout order, String ref, Optional<String> commit)
            throws OrderFailedException {
        return new CheckoutTarget(order.directory(), order.url(), ref, commit, order.options()).checked();
    }

    /** The same, once it is known which commit the ref stands for. */
    CheckoutTarget at(String sha) throws OrderFailedException {
        return new CheckoutTarget(directory, url, ref, Optional.of(sha), options).checked();
    }

    /**
     * @throws IllegalStateException where the commit is still to be asked for
     */
    String sha() {
        return commit.orElseThrow(() -> new IllegalStateException("the remote was not asked for " + ref));
    }

    /** The same for a submodule: its whole tree, of which only the commit is known. */
    CheckoutTarget submodule(String path, String submoduleUrl, String sha) throws OrderFailedException {
        var place = directory.isEmpty() ? path : directory + "/" + path;
        return new CheckoutTarget(
                        place,
                        submoduleUrl,
                        HEAD,
                        Optional.of(sha),
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
        require(commit.isEmpty() || SHA.matcher(commit.get()).matches(), "The sha is not 40 or 64 hex digits.");
        return this;
    }

    /** Of a commit that is still to be asked for: what almost every server has. */
    ObjectFormat format() {
        return commit.map(ObjectFormat::of).orElse(ObjectFormat.SHA1);
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
