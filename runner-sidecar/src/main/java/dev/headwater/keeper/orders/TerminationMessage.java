package dev.headwater.keeper.orders;

import dev.headwater.control.ControlFile;
import dev.headwater.control.Report;
import java.util.LinkedHashMap;

/** A report within what the kubelet keeps of a container's termination message. */
final class TerminationMessage {
    /** The kubelet's limit for one container. */
    static final int MAX_BYTES = 4096;

    /** The first fields of the report, which say most, as many as there is room for. */
    static byte[] of(Report report) {
        var fields = new LinkedHashMap<>(report.toFields().values());
        var bytes = ControlFile.format(fields);
        while (bytes.length > MAX_BYTES) {
            fields.pollLastEntry();
            bytes = ControlFile.format(fields);
        }
        return bytes;
    }

    private TerminationMessage() {}
}
