package dev.headwater.keeper.hygiene;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the places where a rule's secret may begin, looking at about every third byte (the algorithm of Wu and Manber with blocks of two bytes):
 * the expressions of the rules run only there.
 */
final class AnchorSearch {
    /** Anchors are looked for by this many characters at their beginning. */
    static final int SHORTEST = 4;

    private static final int BLOCKS = 1 << 16;
    private static final byte FARTHEST = SHORTEST - 1;

    /** By block: how far the next anchor's end may be, at least. */
    private final byte[] skip = new byte[BLOCKS];

    private final List<List<Anchor>> endingWith = new ArrayList<>();
    private final int[] candidates = new int[BLOCKS];

    private static final class Anchor {
        private final byte[] text;
        private final SecretRule rule;

        Anchor(String text, SecretRule rule) {
            this.text = text.getBytes(StandardCharsets.US_ASCII);
            this.rule = rule;
        }

        boolean isAt(byte[] content, int index, int end) {
            return index + text.length <= end
                    && Arrays.equals(text, 0, text.length, content, index, index + text.length);
        }
    }

    AnchorSearch(List<SecretRule> rules) {
        Arrays.fill(skip, FARTHEST);
        endingWith.add(List.of());
        for (var rule : rules) {
            for (var anchor : rule.anchors()) {
                add(new Anchor(anchor, rule));
            }
        }
    }

    private void add(Anchor anchor) {
        for (var i = 1; i < SHORTEST; i++) {
            var block = block(anchor.text[i - 1], anchor.text[i]);
            skip[block] = (byte) Math.min(skip[block], SHORTEST - 1 - i);
        }
        var last = block(anchor.text[SHORTEST - 2], anchor.text[SHORTEST - 1]);
        if (candidates[last] == 0) {
            candidates[last] = endingWith.size();
            endingWith.add(new ArrayList<>());
        }
        endingWith.get(candidates[last]).add(anchor);
    }

    /**
     * The first rule whose secret begins in a part of the content.
     *
     * @param from index of the first place to look at
     * @param to index behind the last one
     * @param end of the content, which a match may reach
     * @param applies which rules are asked
     */
    Optional<SecretRule> find(byte[] content, int from, int to, int end, Predicate<SecretRule> applies) {
        var last = Math.min(to, end - SHORTEST + 1) + SHORTEST - 2;
        for (var i = from + SHORTEST - 1; i <= last; ) {
            var block = block(content[i - 1], content[i]);
            var step = skip[block];
            if (step > 0) {
                i += step;
            } else {
                var found = at(content, i - SHORTEST + 1, end, endingWith.get(candidates[block]), applies);
                if (found.isPresent()) {
                    return found;
                }
                i++;
            }
        }
        return Optional.empty();
    }

    private static Optional<SecretRule> at(
            byte[] content, int index, int end, List<Anchor> anchors, Predicate<SecretRule> applies) {
        for (var anchor : anchors) {
            if (anchor.isAt(content, index, end)
                    && applies.test(anchor.rule)
                    && anchor.rule.matches(new Latin1(content, 0, end), index)) {
                return Optional.of(anchor.rule);
            }
        }
        return Optional.empty();
    }

    private static int block(byte first, byte second) {
        return (first & 0xff) << 8 | (second & 0xff);
    }

    /** Bytes as characters, without a copy. */
    private static final class Latin1 implements CharSequence {
        private final byte[] content;
        private final int begin;
        private final int end;

        Latin1(byte[] content, int begin, int end) {
            this.content = content;
            this.begin = begin;
            this.end = end;
        }

        @Override
        public int length() {
            return end - begin;
        }

        @Override
        public char charAt(int index) {
            return (char) (content[begin + index] & 0xff);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Latin1(content, begin + from, begin + to);
        }

        @Override
        public String toString() {
            return new String(content, begin, length(), StandardCharsets.ISO_8859_1);
        }
    }
}
