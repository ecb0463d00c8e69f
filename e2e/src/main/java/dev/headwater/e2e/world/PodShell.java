package dev.headwater.e2e.world;

import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A shell in a running container: {@code kubectl exec}.
 *
 * @param environment beside what the container has; names are identifiers
 */
public record PodShell(World world, String namespace, String pod, String container, Map<String, String> environment) {

    /** What a command left; {@code output} holds both of its streams. */
    public record Done(int exitCode, String output) {}

    public PodShell(World world, String namespace, String pod, String container) {
        this(world, namespace, pod, container, Map.of());
    }

    /** The same shell with this environment. */
    public PodShell with(Map<String, String> variables) {
        return new PodShell(world, namespace, pod, container, variables);
    }

    /**
     * Runs a script to its end.
     *
     * @throws WorldException if it does not end in time; it is then left running
     */
    public Done run(String script, Duration limit) {
        var output = new ByteArrayOutputStream();
        try {
            var exitCode = run(script, limit, output);
            return new Done(exitCode, output.toString(StandardCharsets.UTF_8).strip());
        } catch (WorldException e) {
            throw new WorldException(
                    "%s So far it printed: %s".formatted(e.getMessage(), output.toString(StandardCharsets.UTF_8)), e);
        }
    }

    /**
     * Runs a script to its end, and returns its exit code.
     *
     * @param output gets both of its streams while it runs
     * @throws WorldException if it does not end in time; it is then left running
     */
    public int run(String script, Duration limit, OutputStream output) {
        try (ExecWatch watch = world.client()
                .pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer(container)
                .writingOutput(output)
                .writingError(output)
                .exec("sh", "-c", exports() + script)) {
            return watch.exitCode().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new WorldException("'%s' in pod %s did not end within %s.".formatted(script, pod, limit), e);
        } catch (ExecutionException e) {
            throw new WorldException("'%s' in pod %s could not be run: %s".formatted(script, pod, e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldException("Interrupted while waiting for pod " + pod + ".", e);
        }
    }

    private String exports() {
        return environment.entrySet().stream()
                .map(variable -> "export %s='%s'\n"
                        .formatted(variable.getKey(), variable.getValue().replace("'", "'\\''")))
                .collect(Collectors.joining());
    }
}
