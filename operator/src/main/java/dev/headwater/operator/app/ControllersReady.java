package dev.headwater.operator.app;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RuntimeInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the controllers are started and each of their watches is alive; also while another operator leads. */
@Readiness
@Singleton
final class ControllersReady implements HealthCheck {
    private final Operator operator;

    @Inject
    ControllersReady(Operator operator) {
        this.operator = operator;
    }

    @Override
    public HealthCheckResponse call() {
        var info = new RuntimeInfo(operator);
        return HealthCheckResponse.named("controllers")
                .status(info.isStarted() && info.allEventSourcesAreHealthy())
                .build();
    }
}
