package dev.headwater.keeper.hygiene;

import dev.headwater.keeper.kernel.Kernel;
import dev.headwater.keeper.kernel.KernelException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Searches open files for secrets, in constant memory and bounded time: of a long file its first and its last part, and never its holes. A file
 * with a zero byte among the first ones is binary, as git has it.
 */
final class FileSearch {
    /** The most bytes of each end that are searched. */
    static final int TEXT_PART = 8 << 20;

    /** As {@link #TEXT_PART}; compilers write many large files, and hardly any that holds a secret. */
    static final int BINARY_PART = 512 << 10;

    private static final int LOOKED_AT_FOR_ZEROS = 8000;
    private static final int LOOK_BEHIND = 1;
    private static final int KEPT = SecretRule.LONGEST + LOOK_BEHIND;

    private final Kernel kernel;
    private final AnchorSearch anchors = new AnchorSearch(SecretRules.ALL);
    private final byte[] content = new byte[KEPT + Kernel.MAX_TRANSFER];
    private long searchedBytes;

    FileSearch(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Of all files so far. */
    long searchedBytes() {
        return searchedBytes;
    }

    /** The first rule that the file breaks. */
    Optional<SecretRule> search(int file, long size, Predicate<SecretRule> applies) throws KernelException {
        var binary = isBinary(file);
        var part = binary ? BINARY_PART : TEXT_PART;
        Predicate<SecretRule> asked =
                binary ? rule -> rule.where() == SecretRule.Where.ANY && applies.test(rule) : applies;
        var head = new Part(file, 0, size > 2L * part ? part : size, asked);
        var found = head.search();
        return found.isEmpty() && size > 2L * part
                ? new Part(file, Math.max(head.position, size - part), part, asked).search()
                : found;
    }

    private boolean isBinary(int file) throws KernelException {
        var start = kernel.data(file, 0);
        if (start.isEmpty()) {
            return true;
        }
        var count = kernel.read(file, start.getAsLong(), content, 0, LOOKED_AT_FOR_ZEROS);
        for (var i = 0; i < count; i++) {
            if (content[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** The data of a file from a position on, up to a number of bytes. */
    private final class Part {
        private final int file;
        private final Predicate<SecretRule> applies;
        private long position;
        private long left;
        /** In {@link #content}: what is searched already but for the characters before the next place, and how much there is. */
        private int next;

        private int end;

        Part(int file, long position, long length, Predicate<SecretRule> applies) {
            this.file = file;
            this.position = position;
            this.left = length;
            this.applies = applies;
        }

        Optional<SecretRule> search() throws KernelException {
            var found = Optional.<SecretRule>empty();
            while (found.isEmpty() && left > 0) {
                var data = kernel.data(file, position);
                if (data.isEmpty()) {
                    break;
                }
                if (data.getAsLong() > position) {
                    found = searchRest();
                    position = data.getAsLong();
                }
                if (found.isEmpty()) {
                    found = searchMore();
                }
            }
            return found.or(this::searchRest);
        }

        /** What could begin a secret that is not wholly read yet is left for later. */
        private Optional<SecretRule> searchMore() throws KernelException {
            var most = (int) Math.min(left, content.length - end);
            var count = kernel.read(file, position, content, end, most);
            position += count;
            left = count == 0 ? 0 : left - count;
            searchedBytes += count;
            end += count;
            var to = Math.max(next, end - SecretRule.LONGEST);
            var found = anchors.find(content, next, to, end, applies);
            keep(to);
            return found;
        }

        private Optional<SecretRule> searchRest() {
            var found = anchors.find(content, next, end, end, applies);
            next = 0;
            end = 0;
            return found;
        }

        private void keep(int from) {
            var cut = Math.max(0, from - LOOK_BEHIND);
            System.arraycopy(content, cut, content, 0, end - cut);
            next = from - cut;
            end -= cut;
        }
    }
}
