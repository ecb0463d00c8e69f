package dev.headwater.e2e.world;

import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A shell in a running container: {@code kubectl exec}. */
public record PodShell(World world, String namespace, String pod, String container) {

    /** What a command left; {@code output} holds both of its streams. */
    public record Done(int exitCode, String output) {}

    /**
     * Runs a script to its end.
     *
     * @throws WorldException if it does not end in time; it is then left running
     */
    public Done run(String script, Duration limit) {
        var output = new ByteArrayOutputStream();
        try (ExecWatch watch = world.client()
                .pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer(container)
                .writingOutput(output)
                .writingError(output)
                .exec("sh", "-c", script)) {
            var exitCode = watch.exitCode().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Done(exitCode, output.toString(StandardCharsets.UTF_8).strip());
        } catch (TimeoutException e) {
            throw new WorldException(
                    "'%s' in pod %s did not end within %s; so far it printed: %s"
                            .formatted(script, pod, limit, output.toString(StandardCharsets.UTF_8)),
                    e);
        } catch (ExecutionException e) {
            throw new WorldException("'%s' in pod %s could not be run: %s".formatted(script, pod, e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldException("Interrupted while waiting for pod " + pod + ".", e);
        }
    }
}
