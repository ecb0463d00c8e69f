package dev.headwater.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Milestone;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TrustLevel;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySettingsTest {
    @Test
    void what_a_policy_leaves_out_has_its_default() {
        assertThat(PolicySettings.of(new PolicySpec(null, null, null, null, null, null, null, null, null)))
                .isEqualTo(PolicySettings.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"90s,PT1M30S", "2m,PT2M", "1h1m1s,PT1H1M1S", "999999999999999h,PT24H"})
    void a_timeout_is_a_sum_of_parts_and_at_most_a_day(String text, Duration timeout) {
        var spec = new PolicySpec(
                null, new PolicySpec.Restore(null, null, text, null), null, null, null, null, null, null, null);
        assertThat(PolicySettings.of(spec).restoreTimeout()).isEqualTo(timeout);
    }

    @Test
    void content_comes_from_where_the_policy_says() {
        var restore = new PolicySpec.Restore(List.of(PolicySpec.Lane.Default), List.of("cargo-"), null, null);
        var trust = new PolicySpec.Trust(TrustLevel.Latched, null);
        assertThat(PolicySettings.of(new PolicySpec(null, restore, null, null, trust, null, null, null, null))
                        .origins())
                .isEqualTo(new PolicySettings.Origins(
                        List.of(PolicySpec.Lane.Default), List.of("cargo-"), TrustLevel.Latched));
    }

    @Test
    void checkouts_come_from_the_servers_that_the_policy_names() {
        var keeper = new PolicySpec.Keeper(List.of("https://github.com", "http://git.ci:3000"));
        assertThat(PolicySettings.of(new PolicySpec(null, null, null, null, null, keeper, null, null, null))
                        .gitServers())
                .containsExactly("https://github.com", "http://git.ci:3000");
    }

    @Test
    void a_step_waits_as_long_as_the_policy_says() {
        var save = new PolicySpec.Save(null, null, null, null, null, Milestone.Ready, "1m30s");
        assertThat(PolicySettings.of(new PolicySpec(null, null, null, null, null, null, save, null, null))
                        .saveWait())
                .isEqualTo(new RunStatus.Waiting(Milestone.Ready, 90));
    }

    @Test
    void volumes_are_saved_in_the_state_that_the_policy_wants() {
        var hygiene = new PolicySpec.Hygiene(List.of("a"), PolicySpec.SecretScan.Off, null, 90, List.of("b"));
        var settings = PolicySettings.of(new PolicySpec(null, null, null, null, null, null, null, hygiene, null));
        assertThat(settings.hygiene())
                .isEqualTo(new Hygiene(List.of("a"), PolicySpec.SecretScan.Off, List.of(), List.of("b")));
        assertThat(settings.save().maxUsedPercent()).isEqualTo(90);
    }

    @Test
    void the_volume_is_as_the_policy_says() {
        var spec = new PolicySpec(
                null,
                null,
                new PolicySpec.Volume(new Quantity("5Gi"), new Quantity("6Gi"), "fast", "faster", "ebs"),
                null,
                null,
                null,
                null,
                null,
                null);
        var settings = PolicySettings.of(spec);
        assertThat(settings.volume().size()).isEqualTo(new Quantity("5Gi"));
        assertThat(settings.volume().storageClass()).contains("fast");
        assertThat(settings.volume().restoreClass()).contains("faster");
        assertThat(settings.volume().admits(6L << 30)).isTrue();
        assertThat(settings.volume().admits((6L << 30) + 1)).isFalse();
        assertThat(settings.snapshotClass()).contains("ebs");
    }
}
