package dev.headwater.e2e.csidriver;

import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One line when a call comes and one when it is answered; questions that change nothing are logged only if they fail. */
final class CallLog implements ServerInterceptor {
    private static final Logger LOG = Logger.getLogger("csi");

    private final InstantSource clock;

    CallLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String method = Optional.ofNullable(call.getMethodDescriptor().getBareMethodName())
                .orElse("");
        boolean question = method.matches("Probe|List.*|.*Get.*|Validate.*");
        ServerCall<Q, A> logged = new Logged<>(call, method, question);
        return new SimpleForwardingServerCallListener<>(next.startCall(logged, headers)) {
            @Override
            public void onMessage(Q message) {
                LOG.log(question ? Level.FINE : Level.INFO, () -> method + " " + text(message));
                super.onMessage(message);
            }
        };
    }

    private static String text(Object message) {
        return message instanceof MessageOrBuilder proto
                ? TextFormat.printer().shortDebugString(proto)
                : message.toString();
    }

    private final class Logged<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final String method;
        private final boolean question;
        private final Instant came = clock.instant();

        Logged(ServerCall<Q, A> call, String method, boolean question) {
            super(call);
            this.method = method;
            this.question = question;
        }

        @Override
        public void sendMessage(A message) {
            LOG.log(question ? Level.FINE : Level.INFO, () -> method + " = " + text(message));
            super.sendMessage(message);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!status.isOk()) {
                long millis = Duration.between(came, clock.instant()).toMillis();
                LOG.warning(() ->
                        method + " = " + status.getCode() + " after " + millis + " ms: " + status.getDescription());
            }
            super.close(status, trailers);
        }
    }
}
