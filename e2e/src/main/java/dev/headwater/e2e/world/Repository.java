package dev.headwater.e2e.world;

import java.nio.file.Path;
import java.util.Map;

/** A git work tree on this machine, driven without the user's configuration. */
public record Repository(Path folder) {
    private static final Map<String, String> HERMETIC = Map.ofEntries(
            Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
            Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
            // Nothing goes on behind a command that has ended: the folder may be deleted then.
            Map.entry("GIT_CONFIG_COUNT", "1"),
            Map.entry("GIT_CONFIG_KEY_0", "maintenance.auto"),
            Map.entry("GIT_CONFIG_VALUE_0", "false"),
            Map.entry("GIT_AUTHOR_NAME", "Developer"),
            Map.entry("GIT_AUTHOR_EMAIL", "developer@example.com"),
            Map.entry("GIT_COMMITTER_NAME", "Developer"),
            Map.entry("GIT_COMMITTER_EMAIL", "developer@example.com"),
            Map.entry("GIT_TERMINAL_PROMPT", "0"));

    /** A new one on branch {@code main}, without commits. */
    public static Repository init(Path folder) {
        var repository = new Repository(folder);
        repository.git("init", "--quiet", "--initial-branch=main");
        return repository;
    }

    /** Commits everything that is not ignored, and returns the commit's id. */
    public String commitAll(String message) {
        git("add", "--all");
        git("commit", "--quiet", "--message", message);
        return head();
    }

    public String head() {
        return git("rev-parse", "HEAD");
    }

    /** Makes the remote branch {@code main} this one, whatever it was. */
    public void push(String url) {
        git("push", "--quiet", "--force", url, "HEAD:refs/heads/main");
    }

    /** Makes another ref of the remote this commit, as in {@code refs/heads/feature}. */
    public void push(String url, String ref) {
        git("push", "--quiet", "--force", url, "HEAD:" + ref);
    }

    private String git(String... arguments) {
        var argv = new String[arguments.length + 1];
        argv[0] = "git";
        System.arraycopy(arguments, 0, argv, 1, arguments.length);
        return Program.of(argv).in(folder).with(HERMETIC).output();
    }
}
