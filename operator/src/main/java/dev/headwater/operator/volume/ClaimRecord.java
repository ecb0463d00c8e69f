package dev.headwater.operator.volume;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.ClassNames;
import dev.headwater.operator.model.Hygiene;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.SaveRules;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a claim was made for, written on it: a run that was deleted and made again takes its decision from here, and keeper and capture need
 * neither stream nor policy, which may be gone by then.
 *
 * @param stream name of the stream object
 * @param storageClass of new volumes under the policy; absent: the cluster's default class
 * @param restoreClass of restored ones; absent: {@code storageClass}
 * @param snapshotClass of the snapshot that a save makes; absent: the default class of the volume's driver
 * @param gitServers that the keeper may talk to; none: all
 * @param save which runs the policy lets be saved; absent on claims of older operators
 * @param hygiene what is done to the volume before it is saved; absent: as by default
 * @param attempts those of the run that had failed before
 * @param overdueAt when this attempt is given up for the next candidate, RFC 3339; absent where there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClaimRecord(
        String stream,
        RunStatus.Restore restore,
        @Nullable String storageClass,
        @Nullable String restoreClass,
        @Nullable String snapshotClass,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> gitServers,
        @Nullable SaveRules save,
        @Nullable Hygiene hygiene,
        List<RunStatus.Attempt> attempts,
        @Nullable String overdueAt) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A record that says nothing of servers limits none, and one that says nothing of earlier attempts knows of none. */
    @SuppressWarnings("NullAway") // Jackson passes null for what the JSON does not have.
    public ClaimRecord {
        gitServers = gitServers == null ? List.of() : List.copyOf(gitServers);
        attempts = attempts == null ? List.of() : List.copyOf(attempts);
    }

    /** For a decision under these settings. */
    public static ClaimRecord of(
            String stream,
            RunStatus.Restore restore,
            PolicySettings settings,
            List<RunStatus.Attempt> attempts,
            Optional<Instant> overdueAt) {
        var classes = settings.classes();
        return new ClaimRecord(
                stream,
                restore,
                classes.storage().orElse(null),
                classes.restore().orElse(null),
                classes.snapshot().orElse(null),
                settings.gitServers(),
                settings.save(),
                settings.hygiene().equals(Hygiene.DEFAULT) ? null : settings.hygiene(),
                attempts,
                overdueAt.map(Instant::toString).orElse(null));
    }

    /** The classes as the policy named them when the volume was made. */
    public ClassNames classes() {
        return new ClassNames(
                Optional.ofNullable(storageClass),
                Optional.ofNullable(restoreClass),
                Optional.ofNullable(snapshotClass));
    }

    /** What the policy said of saves when the volume was made. */
    public SaveRules saveRules() {
        return save == null ? SaveRules.DEFAULT.within(Lane.DEFAULT_BRANCH) : save;
    }

    /** What the policy said of the volume's files when it was made. */
    public Hygiene hygieneRules() {
        return hygiene == null ? Hygiene.DEFAULT : hygiene;
    }

    /** The record on this claim; empty where it has none that can be read. */
    public static Optional<ClaimRecord> of(PersistentVolumeClaim claim) {
        return VaultObject.annotation(claim, Api.ANNOTATION_RESTORE).flatMap(ClaimRecord::parse);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings has a JSON form", e);
        }
    }

    private static Optional<ClaimRecord> parse(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, ClaimRecord.class))
                    .filter(read -> read.stream != null && read.restore != null);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
