package dev.headwater.e2e.csidriver;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Turns work into the one answer of a call: what it returns, or a code with a sentence, never UNKNOWN. */
final class Answer {
    private static final Logger LOG = Logger.getLogger(Answer.class.getName());

    private Answer() {}

    /** What a call does. */
    @FunctionalInterface
    interface Work<A> {
        A run() throws IOException, InterruptedException;
    }

    static <A> void with(StreamObserver<A> observer, Work<A> work) {
        try {
            A answer = work.run();
            observer.onNext(answer);
            observer.onCompleted();
        } catch (StatusRuntimeException e) {
            observer.onError(e);
        } catch (IOException | UncheckedIOException e) {
            observer.onError(Status.INTERNAL.withDescription(e.getMessage()).asRuntimeException());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            observer.onError(Status.UNAVAILABLE
                    .withDescription("The driver is stopping.")
                    .asRuntimeException());
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "A call failed in a way nobody thought of.", e);
            observer.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
        }
    }

    /** A required field of the request. */
    static String required(String value, String field) {
        if (value.isEmpty()) {
            throw invalid(field + " is missing.");
        }
        return value;
    }

    static StatusRuntimeException invalid(String why) {
        return Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException();
    }

    static StatusRuntimeException notFound(String why) {
        return Status.NOT_FOUND.withDescription(why).asRuntimeException();
    }
}
