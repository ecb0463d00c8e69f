package dev.headwater.e2e.world;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The git server of the cluster: everybody may read and push. Its repositories live as long as its pod. */
public final class GitServer {
    private static final String NAME = "git";
    private static final int PORT = 80;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final World world;
    private final String address;

    private GitServer(World world, String address) {
        this.world = world;
        this.address = address;
    }

    /** Raises the server, unless it runs, and returns when it answers. */
    public static GitServer running(World world) {
        world.apply(world.site().demo("git-server.yaml"));
        var client = world.client();
        client.pods().inNamespace(NAME).withName(NAME).waitUntilReady(START.toSeconds(), TimeUnit.SECONDS);
        var service = client.services().inNamespace(NAME).withName(NAME).require();
        var server = new GitServer(world, service.getSpec().getClusterIP());
        server.awaitAnswer();
        return server;
    }

    /** A pod is ready before its service leads to it. */
    private void awaitAnswer() {
        var deadline = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline) {
                throw new WorldException("The git server does not answer at " + address + "; is kube-proxy running?");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, PORT), (int) PAUSE.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes an empty repository {@code owner/name}, unless it exists; many may ask for the same one at once. */
    public void create(String repository) {
        var made = new PodShell(world, NAME, NAME, "git").run("""
                        set -e; cd /srv/git; name=%s; [ ! -d $name ] || exit 0
                        mkdir -p $(dirname $name); new=$(mktemp -d -p $(dirname $name)); chmod 755 $new
                        git init --quiet --bare --initial-branch=main $new
                        mv -T $new $name || { rm -rf $new; [ -d $name ]; }
                        """.formatted(repository), START);
        if (made.exitCode() != 0) {
            throw new WorldException("The git server could not make " + repository + ": " + made.output());
        }
    }

    /** How pods name it: the repository's {@code owner/name} follows after a slash. */
    public String serverUrl() {
        return "http://%s.%s.svc.cluster.local".formatted(NAME, NAME);
    }

    /** How this machine, which does not ask the cluster's DNS, names a repository. */
    public String urlFromHere(String repository) {
        return "http://%s:%d/%s".formatted(address, PORT, repository);
    }
}
