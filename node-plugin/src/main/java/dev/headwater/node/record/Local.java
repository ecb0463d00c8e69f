package dev.headwater.node.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What only this node knows of a run.
 *
 * @param source what is, or is about to be, bound
 * @param result fields of the answer to the restore request
 * @param finish the last wish of the job
 * @param detaching the volume is about to be taken away: its absence is no surprise
 * @param complete the API server said that nothing more will happen
 * @param markerCarried the restored volume said before its job could write to it that it carries the value of the job's marker
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Local(
        @Nullable Source source,
        @Nullable Map<String, String> result,
        List<PendingCheckout> checkouts,
        @Nullable Finish finish,
        boolean detaching,
        boolean complete,
        boolean markerCarried) {

    static final Local NONE = new Local(null, null, List.of(), null, false, false, false);

    public Optional<Source> bound() {
        return Optional.ofNullable(source);
    }

    public Optional<Finish> wish() {
        return Optional.ofNullable(finish);
    }

    Local withSource(Source bound) {
        return new Local(bound, result, checkouts, finish, detaching, complete, markerCarried);
    }

    Local withMarkerCarried(boolean carried) {
        return new Local(source, result, checkouts, finish, detaching, complete, carried);
    }

    Local withResult(Map<String, String> fields) {
        return new Local(source, fields, checkouts, finish, detaching, complete, markerCarried);
    }

    Local withCheckouts(List<PendingCheckout> pending) {
        return new Local(source, result, List.copyOf(pending), finish, detaching, complete, markerCarried);
    }

    Local withFinish(Finish wished) {
        return new Local(source, result, checkouts, wished, detaching, complete, markerCarried);
    }

    Local withDetaching() {
        return new Local(source, result, checkouts, finish, true, complete, markerCarried);
    }

    Local withComplete() {
        return new Local(source, result, checkouts, finish, detaching, true, markerCarried);
    }
}
