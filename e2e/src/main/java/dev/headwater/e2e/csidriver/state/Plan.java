package dev.headwater.e2e.csidriver.state;

import io.grpc.Status;

/** What to do about a request: CSI wants every call to be harmless when repeated, so "already so" is a plan too. */
public sealed interface Plan<T> {
    /** The world already is as asked. */
    record Done<T>(T target) implements Plan<T> {}

    /** Bring {@code target} about. */
    record Act<T>(T target) implements Plan<T> {}

    /** Answer with an error; {@code why} is shown to people in events and status. */
    record Refuse<T>(Status.Code code, String why) implements Plan<T> {
        /** The answer on the wire. */
        public Status status() {
            return Status.fromCode(code).withDescription(why);
        }
    }
}
