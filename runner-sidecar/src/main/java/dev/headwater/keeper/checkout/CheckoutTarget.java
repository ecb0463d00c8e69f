package dev.headwater.keeper.checkout;

import dev.headwater.control.Order;
import dev.headwater.keeper.report.OrderFailedException;
import java.util.regex.Pattern;

/**
 * What to check out, safe to be put on git's command line and into a config file.
 *
 * @param directory relative to the volume; {@code Volume} judges it
 * @param url {@code http} or {@code https}, without user, blank, quote or control character
 * @param ref full ref
 * @param sha 40 or 64 lower-case hex digits
 */
record CheckoutTarget(String directory, String url, String ref, String sha) {
    private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[!-~&&[^@\"\\\\]]*)?");
    private static final Pattern REF = Pattern.compile("refs/(heads|tags|pull)/[^\\s\\p{Cntrl}~^:?*\\[\\\\]+");
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

    static CheckoutTarget from(Order.Checkout order) throws OrderFailedException {
        require(URL.matcher(order.url()).matches(), "The url is not an http or https URL without credentials.");
        require(
                REF.matcher(order.ref()).matches() && !order.ref().contains(".."),
                "The ref is not a full ref such as refs/heads/main.");
        require(SHA.matcher(order.sha()).matches(), "The sha is not 40 or 64 hex digits.");
        return new CheckoutTarget(order.directory(), order.url(), order.ref(), order.sha());
    }

    ObjectFormat format() {
        return ObjectFormat.of(sha);
    }

    private static void require(boolean holds, String sentence) throws OrderFailedException {
        if (!holds) {
            throw new OrderFailedException(sentence);
        }
    }
}
