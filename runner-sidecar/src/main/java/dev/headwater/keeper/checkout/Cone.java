package dev.headwater.keeper.checkout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The part of a tree that is wanted: whole directories, and the files directly in the directories above them
 * ({@code git help sparse-checkout}, "cone mode").
 *
 * @param directories relative to the working tree; none: everything is wanted
 */
record Cone(List<byte[]> directories) {

    static Cone of(List<String> directories) {
        return new Cone(directories.stream()
                .map(directory -> (directory + "/").getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    boolean isWhole() {
        return directories.isEmpty();
    }

    /** Whether the file of this name is wanted; {@code length} bytes of {@code name} count. */
    boolean includes(byte[] name, int length) {
        if (isWhole()) {
            return true;
        }
        var parent = length;
        while (parent > 0 && name[parent - 1] != '/') {
            parent--;
        }
        var isIncluded = parent == 0;
        for (var i = 0; !isIncluded && i < directories.size(); i++) {
            var directory = directories.get(i);
            var common = Math.min(parent, directory.length);
            isIncluded = Arrays.equals(name, 0, common, directory, 0, common);
        }
        return isIncluded;
    }

    /** The file {@code info/sparse-checkout}. */
    byte[] patterns() {
        var parents = new TreeSet<String>();
        var whole = new TreeSet<String>();
        for (var bytes : directories) {
            var directory = new String(bytes, StandardCharsets.UTF_8);
            whole.add(directory);
            for (var slash = directory.indexOf('/'); slash >= 0; slash = directory.indexOf('/', slash + 1)) {
                parents.add(directory.substring(0, slash + 1));
            }
        }
        whole.removeIf(
                directory -> whole.stream().anyMatch(other -> directory.startsWith(other) && !directory.equals(other)));
        parents.removeIf(parent -> whole.stream().anyMatch(parent::startsWith));
        var text = new StringBuilder("/*\n!/*/\n");
        parents.forEach(parent -> text.append("/%1$s\n!/%1$s*/\n".formatted(parent)));
        whole.forEach(directory -> text.append('/').append(directory).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
