package dev.headwater.e2e.csidriver.fault;

import dev.headwater.e2e.csidriver.state.Quantities;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One line of the control file; its grammar is in the package's description. */
public sealed interface Rule {
    /**
     * Trouble for calls of one method.
     *
     * @param method a CSI method, or {@code *} for all
     * @param left how many calls it still hits; {@link #ALWAYS} = until cleared
     * @param group the only {@linkplain VolumeGroup volumes} it hits; empty = calls for any volume and for none
     */
    record Fault(String method, Action action, int left, Optional<String> group) implements Rule {
        /** The count of a rule that stays. */
        public static final int ALWAYS = 0;

        /** Whether it hits a call of {@code called} for a volume of the group {@code of}. */
        boolean hits(String called, Optional<String> of) {
            return (method.equals("*") || method.equals(called)) && (group.isEmpty() || group.equals(of));
        }

        /** What remains of the rule after one hit. */
        Optional<Fault> spent() {
            return switch (left) {
                case ALWAYS -> Optional.of(this);
                case 1 -> Optional.empty();
                default -> Optional.of(new Fault(method, action, left - 1, group));
            };
        }
    }

    /** A changed setting of the cloud. */
    record Setting(String name, String value) implements Rule {}

    /** The line. */
    default String text() {
        return switch (this) {
            case Fault(String method, Action action, int left, Optional<String> group) ->
                method + " " + action.text() + (left == Fault.ALWAYS ? "" : " x" + left)
                        + group.map(name -> " of " + name).orElse("");
            case Setting(String name, String value) -> "set " + name + " " + value;
        };
    }

    /** The methods a fault can name. */
    Set<String> METHODS = Set.of(
            "CreateVolume",
            "DeleteVolume",
            "ControllerPublishVolume",
            "ControllerUnpublishVolume",
            "ValidateVolumeCapabilities",
            "ListVolumes",
            "GetCapacity",
            "ControllerGetCapabilities",
            "CreateSnapshot",
            "DeleteSnapshot",
            "ListSnapshots",
            "ControllerExpandVolume",
            "NodeStageVolume",
            "NodeUnstageVolume",
            "NodePublishVolume",
            "NodeUnpublishVolume",
            "NodeGetVolumeStats",
            "NodeExpandVolume",
            "NodeGetCapabilities",
            "NodeGetInfo",
            "GetPluginInfo",
            "GetPluginCapabilities",
            "Probe",
            "*");

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong with it
     */
    static Rule parse(String line) {
        Deque<String> words = new ArrayDeque<>(List.of(line.strip().split("\\s+")));
        String first = words.pop();
        Rule rule;
        if (first.equals("set")) {
            rule = new Setting(next(words, line), next(words, line));
        } else if (METHODS.contains(first)) {
            rule = new Fault(first, action(first, words, line), count(words), group(first, words, line));
        } else {
            throw new IllegalArgumentException(
                    "'" + first + "' is no method of CSI; write for example" + " CreateVolume, NodeStageVolume or *.");
        }
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("'" + line + "' goes on after its end with '" + words.peek() + "'.");
        }
        return rule;
    }

    private static Action action(String method, Deque<String> words, String line) {
        String word = next(words, line);
        return switch (word) {
            case "fail" -> new Action.Fail(code(next(words, line)));
            case "delay" -> new Action.Delay(Quantities.duration(next(words, line)));
            case "hang" -> new Action.Hang();
            case "lose-answer" -> new Action.LoseAnswer();
            case "wrong-zone" -> only("CreateVolume", method, new Action.WrongZone());
            case "force-detach" -> only("ControllerUnpublishVolume", method, new Action.ForceDetach());
            default ->
                throw new IllegalArgumentException("'" + word + "' is no action; known: fail CODE, delay DURATION,"
                        + " hang, lose-answer, wrong-zone, force-detach.");
        };
    }

    private static Action only(String allowed, String method, Action action) {
        if (!method.equals(allowed)) {
            throw new IllegalArgumentException(action.text() + " is for " + allowed + ", not for " + method + ".");
        }
        return action;
    }

    private static Status.Code code(String name) {
        try {
            Status.Code code = Status.Code.valueOf(name);
            if (code != Status.Code.OK) {
                return code;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + name + "' is no gRPC code; write for example UNAVAILABLE.", e);
        }
        throw new IllegalArgumentException("OK is no failure.");
    }

    private static int count(Deque<String> words) {
        String word = words.isEmpty() ? "" : words.peek();
        if (word.equals("once")) {
            words.pop();
            return 1;
        }
        if (word.matches("x[1-9]\\d{0,8}")) {
            words.pop();
            return Integer.parseInt(word.substring(1));
        }
        return Fault.ALWAYS;
    }

    private static Optional<String> group(String method, Deque<String> words, String line) {
        if (words.isEmpty() || !words.peek().equals("of")) {
            return Optional.empty();
        }
        words.pop();
        if (!VolumeGroup.isKnownTo(method)) {
            throw new IllegalArgumentException("Calls of " + method + " do not say which StorageClass the volume has;"
                    + " 'of' is for CreateVolume, ControllerPublishVolume, NodeStageVolume and NodePublishVolume.");
        }
        return Optional.of(next(words, line));
    }

    private static String next(Deque<String> words, String line) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("'" + line + "' ends too early.");
        }
        return words.pop();
    }
}
