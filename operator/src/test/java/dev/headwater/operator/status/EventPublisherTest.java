package dev.headwater.operator.status;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.headwater.operator.Given;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
    @Test
    void an_event_of_an_operator_that_is_stopping_is_lost_without_noise() {
        var client = new KubernetesClientBuilder().build();
        client.close();
        var publisher = new EventPublisher(client, new SimpleMeterRegistry(), Runnable::run);

        assertThatCode(() -> publisher.publish(
                        Given.run(Given.spec("refs/heads/main", 1)),
                        RunEvent.normal("Saved", "The volume was cut."),
                        Given.START))
                .doesNotThrowAnyException();
    }
}
