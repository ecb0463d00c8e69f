package dev.headwater.e2e.csidriver.state;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a list sorted by id. The token is the id of the last entry shown, so that a list that changes between two
 * pages neither repeats nor loses an entry.
 *
 * @param nextToken empty on the last page
 */
public record Page<T>(List<T> entries, String nextToken) {
    /**
     * The entries after {@code token}.
     *
     * @param sorted by id
     * @param prefix what every id, hence every token, starts with
     * @param maxEntries 0 = all
     * @return nothing if {@code token} was never given out by this driver
     */
    public static <T> Optional<Page<T>> of(
            List<T> sorted, Function<T, String> id, String prefix, String token, int maxEntries) {
        if (!token.isEmpty() && !token.startsWith(prefix)) {
            return Optional.empty();
        }
        List<T> rest = sorted.stream()
                .filter(entry -> id.apply(entry).compareTo(token) > 0)
                .toList();
        if (maxEntries == 0 || rest.size() <= maxEntries) {
            return Optional.of(new Page<>(rest, ""));
        }
        List<T> shown = rest.subList(0, maxEntries);
        return Optional.of(new Page<>(shown, id.apply(shown.getLast())));
    }
}
