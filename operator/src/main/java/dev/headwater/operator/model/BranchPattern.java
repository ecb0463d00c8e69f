package dev.headwater.operator.model;

import java.util.BitSet;

/**
 * A name of branches: {@code *} stands for any text without a slash, {@code **} for any text, everything else for itself. Branches are
 * named by whoever may push, so the time that a comparison takes is bounded by the product of the two lengths.
 */
record BranchPattern(String glob) {

    boolean matches(String branch) {
        var ends = new BitSet();
        ends.set(0);
        for (var i = 0; i < glob.length(); i++) {
            if (glob.charAt(i) != '*') {
                ends = after(glob.charAt(i), branch, ends);
            } else if (i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
                ends = afterAny(branch, ends, "");
                i++;
            } else {
                ends = afterAny(branch, ends, "/");
            }
        }
        return ends.get(branch.length());
    }

    private static BitSet after(char wanted, String branch, BitSet starts) {
        var ends = new BitSet();
        starts.stream()
                .filter(start -> start < branch.length() && branch.charAt(start) == wanted)
                .forEach(start -> ends.set(start + 1));
        return ends;
    }

    /** @param stop what a run of any characters does not go across */
    private static BitSet afterAny(String branch, BitSet starts, String stop) {
        var ends = (BitSet) starts.clone();
        for (var at = 0; at < branch.length(); at++) {
            if (ends.get(at) && stop.indexOf(branch.charAt(at)) < 0) {
                ends.set(at + 1);
            }
        }
        return ends;
    }
}
