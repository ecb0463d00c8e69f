package dev.headwater.operator.model;

import dev.headwater.api.v1alpha1.RunSpec;

/**
 * Where in its stream a snapshot lies.
 *
 * @param version as the job names it; empty where it names none
 * @param platform {@code os/arch}
 */
public record Coordinates(String version, String platform, Lane lane) {

    /** Where a run of this request saves, or would, if its lane were this one. */
    public static Coordinates of(RunSpec.Request request, Lane lane) {
        return new Coordinates(request.version(), request.os() + "/" + request.arch(), lane);
    }
}
