package dev.headwater.operator.restore;

import static dev.headwater.api.v1alpha1.RestoreReason.HeadOfBaseBranch;
import static dev.headwater.api.v1alpha1.RestoreReason.HeadOfDefaultBranch;
import static dev.headwater.api.v1alpha1.RestoreReason.HeadOfLane;
import static dev.headwater.api.v1alpha1.RestoreReason.RestoreKeyOfBaseBranch;
import static dev.headwater.api.v1alpha1.RestoreReason.RestoreKeyOfDefaultBranch;
import static dev.headwater.api.v1alpha1.RestoreReason.RestoreKeyOfLane;

import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.PolicySettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where to look for a snapshot: a lane, and in it the run's own key, or all keys that begin with a prefix.
 *
 * @param prefix empty: the own key
 */
public record Place(PolicySpec.Lane which, Lane lane, Optional<String> prefix) {

    /** In the order in which they are looked at: what the policy allows, narrowed by the request. A lane is looked at once. */
    static List<Place> inOrder(RunSpec spec, Lane defaultLane, PolicySettings.Origins origins) {
        var restoreKeys = Objects.requireNonNullElse(spec.request().restoreKeys(), List.<String>of());
        var keys = Stream.concat(
                        Stream.of(Optional.<String>empty()),
                        restoreKeys.stream().map(Optional::of))
                .toList();
        var seen = new HashSet<Lane>();
        var places = new ArrayList<Place>();
        for (var which : origins.lanes()) {
            lane(which, spec.job(), defaultLane)
                    .filter(lane -> isAllowed(which, lane, defaultLane, spec.request()))
                    .filter(seen::add)
                    .ifPresent(lane -> keys.forEach(key -> places.add(new Place(which, lane, key))));
        }
        return List.copyOf(places);
    }

    /** What it means that a snapshot was found here. */
    RestoreReason reason() {
        return switch (which) {
            case Own -> prefix.isEmpty() ? HeadOfLane : RestoreKeyOfLane;
            case Base -> prefix.isEmpty() ? HeadOfBaseBranch : RestoreKeyOfBaseBranch;
            case Default -> prefix.isEmpty() ? HeadOfDefaultBranch : RestoreKeyOfDefaultBranch;
        };
    }

    /** In a sentence. */
    public String words() {
        return prefix.map(start -> "%s, keys that begin with %s".formatted(lane.text(), start))
                .orElse(lane.text());
    }

    private static Optional<Lane> lane(PolicySpec.Lane which, RunSpec.Job job, Lane defaultLane) {
        return switch (which) {
            case Own -> Lane.ofRef(job.ref());
            case Base -> Optional.ofNullable(job.baseRef()).flatMap(Lane::ofRef).filter(Lane.Branch.class::isInstance);
            case Default -> Optional.of(defaultLane);
        };
    }

    private static boolean isAllowed(PolicySpec.Lane which, Lane lane, Lane defaultLane, RunSpec.Request request) {
        if (which == PolicySpec.Lane.Own || request.fallback() == null) {
            return true;
        }
        return switch (Objects.requireNonNull(request.fallback())) {
            case OwnLane -> false;
            case NotDefaultBranch -> !lane.equals(defaultLane);
        };
    }
}
