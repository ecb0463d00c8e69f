package dev.headwater.operator.keeper;

import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an installation decides about its keepers.
 *
 * @param image of both containers; its entry point is the keeper's main class
 * @param pullPolicy of that image
 * @param pullSecrets names of secrets of the vault
 * @param priorityClass empty: none
 * @param workMemory limit of the keeper, which checks out and seals
 * @param lifetime after it a keeper is ended whatever it does, so that nothing holds a volume for ever
 */
public record KeeperSettings(
        String image,
        String pullPolicy,
        List<String> pullSecrets,
        Optional<String> priorityClass,
        Quantity workMemory,
        Duration lifetime) {}
