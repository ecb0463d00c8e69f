package dev.headwater.keeper.checkout;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The whole environment of a git process. Nothing of the machine, of a user or of the repository's owner has a say: configuration comes from
 * here (as {@code GIT_CONFIG_KEY_n}, which outranks files) and from the one file that {@link GitDirectory} writes.
 */
final class GitEnvironment {
    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("PATH", "/usr/local/bin:/usr/bin:/bin"),
            Map.entry("LC_ALL", "C"),
            Map.entry("HOME", "/nonexistent"),
            Map.entry("XDG_CONFIG_HOME", "/nonexistent"),
            Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
            // A missing file reads as an empty one. Never /dev/null: a git that writes it would replace the device.
            Map.entry("GIT_CONFIG_GLOBAL", "/nonexistent/gitconfig"),
            Map.entry("GIT_ATTR_NOSYSTEM", "1"),
            Map.entry("GIT_TERMINAL_PROMPT", "0"),
            Map.entry("GIT_ASKPASS", "/bin/false"),
            Map.entry("GIT_PAGER", "cat"),
            Map.entry("GIT_OPTIONAL_LOCKS", "0"),
            Map.entry("GIT_NO_REPLACE_OBJECTS", "1"),
            Map.entry("GIT_NO_LAZY_FETCH", "1"));

    private static final Map<String, String> CONFIG = Map.ofEntries(
            Map.entry("core.hooksPath", "/dev/null"),
            Map.entry("core.fsmonitor", "false"),
            Map.entry("core.attributesFile", "/dev/null"),
            Map.entry("core.excludesFile", "/dev/null"),
            Map.entry("core.symlinks", "true"),
            // Names that only another system could not have are no reason to refuse a commit.
            Map.entry("core.protectNTFS", "false"),
            // Files that are believed unread: a planted one could give a commit another tree, or an object another
            // content.
            Map.entry("core.commitGraph", "false"),
            Map.entry("core.multiPackIndex", "false"),
            Map.entry("core.splitIndex", "false"),
            Map.entry("core.untrackedCache", "false"),
            Map.entry("pack.useBitmaps", "false"),
            Map.entry("pack.writeReverseIndex", "false"),
            Map.entry("credential.helper", ""),
            Map.entry("protocol.allow", "never"),
            Map.entry("protocol.version", "2"),
            Map.entry("http.followRedirects", "false"),
            Map.entry("http.proxy", ""),
            Map.entry("gc.auto", "0"),
            Map.entry("maintenance.auto", "false"),
            Map.entry("fetch.writeCommitGraph", "false"),
            Map.entry("fetch.showForcedUpdates", "false"),
            // What arrives stays one pack, instead of a file for each object.
            Map.entry("fetch.unpackLimit", "1"),
            Map.entry("index.skipHash", "false"),
            Map.entry("index.sparse", "false"),
            Map.entry("submodule.recurse", "false"),
            Map.entry("fetch.recurseSubmodules", "no"),
            Map.entry("advice.detachedHead", "false"));

    /** @param settings of this command alone, beside those of all */
    static Map<String, String> of(Path workTree, Path gitDirectory, Map<String, String> settings) {
        var environment = new LinkedHashMap<>(VARIABLES);
        environment.put("GIT_DIR", gitDirectory.toString());
        environment.put("GIT_WORK_TREE", workTree.toString());
        var all = new LinkedHashMap<>(CONFIG);
        all.putAll(settings);
        var count = 0;
        for (var setting : all.entrySet()) {
            environment.put("GIT_CONFIG_KEY_" + count, setting.getKey());
            environment.put("GIT_CONFIG_VALUE_" + count, setting.getValue());
            count++;
        }
        environment.put("GIT_CONFIG_COUNT", Integer.toString(count));
        return environment;
    }

    private GitEnvironment() {}
}
