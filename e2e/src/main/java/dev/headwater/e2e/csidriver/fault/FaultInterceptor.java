package dev.headwater.e2e.csidriver.fault;

import dev.headwater.e2e.csidriver.fault.Rule.Fault;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the calls go wrong that a rule hits. Which ones, the request says: the driver does not see a call before that is read. Calls have
 * threads of their own, so it may sleep.
 */
public final class FaultInterceptor implements ServerInterceptor {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Context.Key<Action> TWIST = Context.key("twist");

    private final Faults faults;

    /** Applies the rules of {@code faults}. */
    public FaultInterceptor(Faults faults) {
        this.faults = faults;
    }

    /** The twist the current call has to give to its work, if a rule says so. */
    public static Optional<Action> twist() {
        return Optional.ofNullable(TWIST.get());
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        call.request(1);
        return new ForwardingServerCallListener<>() {
            private ServerCall.Listener<Q> driver = new ServerCall.Listener<>() {};

            @Override
            protected ServerCall.Listener<Q> delegate() {
                return driver;
            }

            @Override
            public void onMessage(Q request) {
                driver = begin(request, call, headers, next);
                super.onMessage(request);
            }
        };
    }

    private <Q, A> ServerCall.Listener<Q> begin(
            Q request, ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String method = Optional.ofNullable(call.getMethodDescriptor().getBareMethodName())
                .orElse("");
        try {
            Optional<Fault> fault = faults.take(method, VolumeGroup.of(request));
            return fault.isPresent() ? hit(fault.get(), call, headers, next) : next.startCall(call, headers);
        } catch (IOException | IllegalArgumentException e) {
            return refuse(call, Status.INTERNAL.withDescription("The file of faults is unusable: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refuse(call, Status.UNAVAILABLE.withDescription("The driver is stopping."));
        }
    }

    private <Q, A> ServerCall.Listener<Q> hit(
            Fault fault, ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next)
            throws IOException, InterruptedException {
        String why = "Fault on command: " + fault.text();
        switch (fault.action()) {
            case Action.Fail(Status.Code code) -> {
                return refuse(call, Status.fromCode(code).withDescription(why));
            }
            case Action.Delay(Duration time) -> Thread.sleep(time);
            case Action.Hang _ -> {
                if (!outlasted(fault)) {
                    return refuse(call, Status.CANCELLED.withDescription(why));
                }
            }
            case Action.LoseAnswer _ -> {
                return next.startCall(new Mute<>(call, why), headers);
            }
            case Action.WrongZone _, Action.ForceDetach _ -> {
                Context twisted = Context.current().withValue(TWIST, fault.action());
                return Contexts.interceptCall(twisted, call, headers, next);
            }
        }
        return next.startCall(call, headers);
    }

    /** Waits until the rule is cleared (true) or the caller has given up (false). A counted rule is never cleared. */
    private boolean outlasted(Fault hang) throws IOException, InterruptedException {
        while (!Context.current().isCancelled()) {
            if (hang.left() == Fault.ALWAYS && !faults.rules().contains(hang)) {
                return true;
            }
            Thread.sleep(POLL);
        }
        return false;
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    /** A call whose good answer never arrives. */
    private static final class Mute<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final String why;

        Mute(ServerCall<Q, A> call, String why) {
            super(call);
            this.why = why;
        }

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(A message) {}

        @Override
        public void close(Status status, Metadata trailers) {
            super.close(status.isOk() ? Status.UNAVAILABLE.withDescription(why) : status, trailers);
        }
    }
}
