package dev.headwater.operator.status;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.headwater.operator.Given;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventPublisherTest {
    @ParameterizedTest
    @MethodSource
    void an_event_of_an_operator_that_is_stopping_is_lost_without_noise(KubernetesClient client) {
        var publisher = new EventPublisher(client, new SimpleMeterRegistry(), Runnable::run);

        assertThatCode(() -> publisher.publish(
                        Given.run(Given.spec("refs/heads/main", 1)),
                        RunEvent.normal("Saved", "The volume was cut."),
                        Given.START))
                .doesNotThrowAnyException();
    }

    static Stream<KubernetesClient> an_event_of_an_operator_that_is_stopping_is_lost_without_noise() {
        var closed = new KubernetesClientBuilder().build();
        closed.close();
        return Stream.of(closed, closing());
    }

    /** Its threads are gone, and it does not know yet. */
    private static KubernetesClient closing() {
        return (KubernetesClient) Proxy.newProxyInstance(
                EventPublisherTest.class.getClassLoader(),
                new Class<?>[] {KubernetesClient.class},
                (proxy, method, arguments) -> {
                    throw new RejectedExecutionException("terminated");
                });
    }
}
