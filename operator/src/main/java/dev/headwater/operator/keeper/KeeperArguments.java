package dev.headwater.operator.keeper;

import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.operator.model.Hygiene;
import java.util.ArrayList;
import java.util.List;

/**
 * What a policy tells its keepers.
 *
 * @param gitServers URLs of the servers that checkouts may come from; none: all
 * @param savePaths of the repository, whose changes are relevant; none: the keeper is not told of any
 * @param hygiene what is done to the volume's files at its seal
 */
public record KeeperArguments(List<String> gitServers, List<String> savePaths, Hygiene hygiene) {

    /** As the keeper's command line; paths are separated by line breaks, which none of them has. */
    List<String> toList() {
        var arguments = new ArrayList<String>();
        add(arguments, "--git-servers", ",", gitServers);
        add(arguments, "--save-paths", "\n", savePaths);
        addEach(arguments, "--scrub", hygiene.scrub());
        addEach(arguments, "--sweep", hygiene.sweep());
        addEach(arguments, "--allow", hygiene.allow());
        if (hygiene.secretScan() != PolicySpec.SecretScan.Block) {
            arguments.addAll(List.of("--secret-scan", hygiene.secretScan().name()));
        }
        return List.copyOf(arguments);
    }

    private static void addEach(List<String> arguments, String flag, List<String> values) {
        for (var value : values) {
            arguments.addAll(List.of(flag, value));
        }
    }

    private static void add(List<String> arguments, String name, String separator, List<String> values) {
        if (!values.isEmpty()) {
            arguments.add(name);
            arguments.add(String.join(separator, values));
        }
    }
}
