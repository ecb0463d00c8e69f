package dev.headwater.keeper.checkout;

import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.report.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The submodules of a commit, read from the commit itself: nothing on the volume has a say in where they come from. */
final class Submodules {
    private static final String FILE = ".gitmodules";
    private static final int MOST = 200;
    /** Repositories within repositories; more would be a ring. */
    private static final int MAX_DEPTH = 8;
    /** As {@code git config --null} prints it: the key, a newline, the value. */
    private static final Pattern SETTING = Pattern.compile("submodule\\.(.*)\\.(path|url)\n(.*)", Pattern.DOTALL);

    private static final Pattern ENTRY = Pattern.compile("160000 commit ([0-9a-f]{40,64})\t.*", Pattern.DOTALL);

    /**
     * The targets below {@code target} that it asks for.
     *
     * @param git of a repository that has the commit
     * @param depth of the target in the outermost repository, which has 0
     */
    static List<CheckoutTarget> wanted(Git git, CheckoutTarget target, int depth)
            throws IOException, InterruptedException, OrderFailedException {
        if (depth > MAX_DEPTH) {
            throw new OrderFailedException("Submodules are nested more than " + MAX_DEPTH + " deep.");
        }
        return switch (target.options().submodules()) {
            case NONE -> List.of();
            case DIRECT -> depth == 0 ? of(git, target) : List.of();
            case RECURSIVE -> of(git, target);
        };
    }

    private static List<CheckoutTarget> of(Git git, CheckoutTarget target)
            throws IOException, InterruptedException, OrderFailedException {
        if (!git.run("cat-file", "-e", target.sha() + ":" + FILE).isSuccess()) {
            return List.of();
        }
        var text = git.answer("config", "--blob", target.sha() + ":" + FILE, "--null", "--list")
                .orElseThrow(() -> new OrderFailedException("The commit's file .gitmodules cannot be read."));
        var submodules = new ArrayList<CheckoutTarget>();
        for (var settings : settings(text).values()) {
            var submodule = submodule(git, target, settings);
            submodule.ifPresent(submodules::add);
        }
        if (submodules.size() > MOST) {
            throw new OrderFailedException("The commit has more than " + MOST + " submodules.");
        }
        return submodules;
    }

    /** Empty for one that the file names and the commit does not have. */
    private static Optional<CheckoutTarget> submodule(Git git, CheckoutTarget target, Map<String, String> settings)
            throws IOException, InterruptedException, DeadlinePassedException, OrderFailedException {
        var path = settings.get("path");
        var url = settings.get("url");
        if (path == null || url == null) {
            return Optional.empty();
        }
        var entry = ENTRY.matcher(git.answer("--literal-pathspecs", "ls-tree", "-z", target.sha(), "--", path)
                .orElse(""));
        if (!entry.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(target.submodule(path, absolute(target.url(), url), entry.group(1)));
        } catch (OrderFailedException e) {
            throw new OrderFailedException(
                    "The submodule " + Shown.text(path, 200) + " cannot be checked out: " + e.sentence());
        }
    }

    private static Map<String, Map<String, String>> settings(String text) {
        var byName = new LinkedHashMap<String, Map<String, String>>();
        for (var setting : text.split("\0")) {
            var matcher = SETTING.matcher(setting);
            if (matcher.matches()) {
                byName.computeIfAbsent(matcher.group(1), name -> new LinkedHashMap<>())
                        .put(matcher.group(2), matcher.group(3));
            }
        }
        return byName;
    }

    /** Relative URLs are relative to the superproject's ({@code git help submodule}, "add"). */
    static String absolute(String base, String url) {
        var rest = url;
        var from = base.replaceFirst("/+$", "");
        while (rest.startsWith("./") || rest.startsWith("../")) {
            if (rest.startsWith("../")) {
                from = from.substring(0, Math.max(from.lastIndexOf('/'), from.indexOf("://") + 3));
            }
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        return rest.equals(url) ? url : from + "/" + rest;
    }

    private Submodules() {}
}
