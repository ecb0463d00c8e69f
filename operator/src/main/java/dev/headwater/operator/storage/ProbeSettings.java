package dev.headwater.operator.storage;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What an installation decides about probes.
 *
 * @param trustedDrivers whose classes need no probe
 * @param patience with the storage: how long a deletion may take, or a refusal has to last, before something is concluded from it
 * @param look how often a probe is looked at while it waits for something
 * @param image of the pods that write and read, with a shell
 * @param pullPolicy of that image
 * @param pullSecrets names of secrets of the vault
 */
public record ProbeSettings(
        Set<String> trustedDrivers,
        Duration patience,
        Duration look,
        String image,
        String pullPolicy,
        List<String> pullSecrets) {}
