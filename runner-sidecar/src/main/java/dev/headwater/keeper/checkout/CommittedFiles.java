package dev.headwater.keeper.checkout;

import dev.headwater.control.Order;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which files of a volume are, byte for byte, what the commits have in their places that the keeper was ordered to check out: whoever reads the
 * repository knows them anyway. What a job committed or staged itself does not count.
 */
public final class CommittedFiles {
    private static final String LITERAL = ":(literal)";

    private final Volume volume;
    private final CommandRunner runner;

    public CommittedFiles(Volume volume, CommandRunner runner) {
        this.volume = volume;
        this.runner = runner;
    }

    /**
     * Those of the paths; what cannot be found out about a path is no.
     *
     * @param paths relative to the volume; few enough for a command line
     * @param checkouts with the commits that they brought their directories to
     */
    public Set<String> among(Collection<String> paths, Map<Order.Checkout, String> checkouts, Deadline deadline)
            throws InterruptedException {
        var committed = new HashSet<String>();
        for (var checkout : checkouts.entrySet()) {
            var directory = checkout.getKey().directory();
            var prefix = directory.isEmpty() ? "" : directory + "/";
            var within = paths.stream()
                    .filter(path -> path.startsWith(prefix))
                    .map(path -> path.substring(prefix.length()))
                    .toList();
            committed(checkout.getKey(), checkout.getValue(), within, deadline)
                    .forEach(path -> committed.add(prefix + path));
        }
        return committed;
    }

    private Set<String> committed(Order.Checkout order, String head, List<String> paths, Deadline deadline)
            throws InterruptedException {
        try {
            var target = CheckoutTarget.from(order).getFirst().at(head);
            var found = paths.isEmpty() ? Optional.<Directory>empty() : volume.find(target.directory());
            if (found.isPresent()) {
                try (var workTree = found.get()) {
                    return committed(workTree, target, paths, deadline);
                }
            }
        } catch (IOException | OrderFailedException e) {
            return Set.of();
        }
        return Set.of();
    }

    private Set<String> committed(Directory workTree, CheckoutTarget target, List<String> paths, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        if (!GitDirectory.isUsable(workTree)) {
            return Set.of();
        }
        try (var directory = workTree.child(GitDirectory.NAME)) {
            GitDirectory.clean(volume, directory, target);
        }
        var git = Git.inPlace(volume, runner, target, new Remote(target.url(), Optional.empty()), deadline);
        var ofCommit = ofCommit(git, target.sha(), paths);
        ofCommit.keySet().removeIf(path -> !isFile(git.workTree().resolve(path)));
        return ofCommit.isEmpty() ? Set.of() : same(git, ofCommit);
    }

    /** The objects that the commit has at these paths. */
    private static Map<String, String> ofCommit(Git git, String commit, List<String> paths)
            throws IOException, InterruptedException, OrderFailedException {
        var arguments = Stream.concat(
                Stream.of("ls-tree", "-z", "--format=%(objectname)%x09%(path)", commit, "--"),
                paths.stream().map(LITERAL::concat));
        return git.answer(arguments.toArray(String[]::new)).stream()
                .flatMap(listing -> Stream.of(listing.split("\0")))
                .map(entry -> entry.split("\t", 2))
                .filter(entry -> entry.length == 2)
                .collect(Collectors.toMap(entry -> entry[1], entry -> entry[0], (one, _) -> one, LinkedHashMap::new));
    }

    private static Set<String> same(Git git, Map<String, String> ofCommit)
            throws IOException, InterruptedException, OrderFailedException {
        var paths = List.copyOf(ofCommit.keySet());
        var arguments = Stream.concat(Stream.of("hash-object", "--no-filters", "--"), paths.stream());
        var hashes = git.answer(arguments.toArray(String[]::new))
                .map(answer -> answer.lines().toList())
                .filter(answer -> answer.size() == paths.size())
                .orElse(List.of());
        var same = new HashSet<String>();
        for (var i = 0; i < hashes.size(); i++) {
            if (hashes.get(i).equals(ofCommit.get(paths.get(i)))) {
                same.add(paths.get(i));
            }
        }
        return same;
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }
}
