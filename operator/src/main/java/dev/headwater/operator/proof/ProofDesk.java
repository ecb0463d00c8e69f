package dev.headwater.operator.proof;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.model.Proven;
import dev.headwater.operator.status.EventPublisher;
import dev.headwater.operator.status.RunEvent;
import dev.headwater.operator.status.RunJournal;
import dev.headwater.operator.status.StatusWriter;
import dev.headwater.operator.trust.KeysUnavailableException;
import dev.headwater.operator.trust.TokenVerifier;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a token looked at, and writes down what it proves. Any operator can do it, also one that does not lead: the journal is written as the
 * walk writes it, and against the same version of the run that was read, so that neither takes back what the other wrote.
 */
public final class ProofDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ProofDesk.class);

    /** The walk writes a few times for each run, and not all the time. */
    private static final int MOST_TRIES = 5;

    /** What became of a token. */
    enum Outcome {
        /** The journal has what it proves, or does not. */
        WRITTEN,
        /** There is no such run, or not yet. */
        NO_RUN,
        /** The run is of another node than the caller. */
        FOREIGN_NODE,
        /** It cannot be said at the moment. */
        LATER
    }

    private final KubernetesClient client;
    private final TokenVerifier verifier;
    private final EventPublisher events;
    private final Clock clock;

    public ProofDesk(KubernetesClient client, TokenVerifier verifier, EventPublisher events, Clock clock) {
        this.client = client;
        this.verifier = verifier;
        this.events = events;
        this.clock = clock;
    }

    /** @param node of the caller */
    Outcome take(Presented presented, String node) {
        for (var tries = 0; tries < MOST_TRIES; tries++) {
            var run = read(presented);
            if (run.isEmpty()) {
                return Outcome.NO_RUN;
            }
            if (!run.get().getSpec().pod().node().equals(node)) {
                return Outcome.FOREIGN_NODE;
            }
            if (Proven.ofToken(run.get().getStatus(), presented.use()).isPresent()) {
                return Outcome.WRITTEN;
            }
            try {
                write(run.get(), presented, proof(run.get(), presented));
                return Outcome.WRITTEN;
            } catch (KeysUnavailableException e) {
                LOG.warn("{}: {}", presented, e.getMessage());
                return Outcome.LATER;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
            }
        }
        return Outcome.LATER;
    }

    private Optional<BuildSnapshotRun> read(Presented presented) {
        return Optional.ofNullable(client.resources(BuildSnapshotRun.class)
                .inNamespace(presented.namespace())
                .withName(presented.run())
                .get());
    }

    private RunStatus.Proof proof(BuildSnapshotRun run, Presented presented) throws KeysUnavailableException {
        var now = clock.instant();
        var status = Optional.ofNullable(run.getStatus());
        var decided = switch (presented.use()) {
            case RESTORE -> status.map(RunStatus::restore).isPresent();
            case SAVE -> status.map(RunStatus::save).isPresent();
        };
        return decided
                ? TokenVerifier.tooLate(presented.use(), now)
                : verifier.verify(presented.token(), run, presented.use(), now);
    }

    private void write(BuildSnapshotRun run, Presented presented, RunStatus.Proof proof) {
        StatusWriter.write(client, run, RunJournal.of(run.getStatus()).withProof(presented.use(), proof));
        LOG.info("{}: {}", presented, proof.reason());
        if (!Proven.isVerified(proof)) {
            events.publish(
                    run,
                    RunEvent.warning(proof.reason(), Objects.requireNonNullElse(proof.message(), proof.reason())),
                    clock.instant());
        }
    }
}
