package dev.headwater.node.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.headwater.control.ControlFileException;
import dev.headwater.control.Fields;
import dev.headwater.control.SaveTerms;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The restore request of a run, as far as only this node needs it.
 *
 * @param namespace of the pod and of the run
 * @param run name of the run
 * @param target of the slot
 * @param requestId of the control file
 * @param save fields of {@link #terms}
 * @param token whether a token of the job came with it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ask(
        String namespace,
        String run,
        String target,
        String requestId,
        StepTimeout step,
        @Nullable Map<String, String> save,
        boolean token) {

    Ask withToken() {
        return new Ask(namespace, run, target, requestId, step, save, true);
    }

    /** What the request says of the volume's end. */
    public SaveTerms terms() {
        if (save == null) {
            return SaveTerms.UNSAID;
        }
        try {
            return SaveTerms.from(new Fields(new LinkedHashMap<>(save)));
        } catch (ControlFileException e) {
            throw new IllegalStateException("these terms were written down from a sound request", e);
        }
    }
}
