package dev.headwater.keeper.checkout;

import dev.headwater.keeper.process.DeadlinePassedException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A question to git that is answered at the same time as another; where the answer is not needed any more, its process is ended. */
final class Comparison {
    private final FutureTask<Boolean> answer;
    private final Thread thread;

    Comparison(Callable<Boolean> question) {
        answer = new FutureTask<>(question);
        thread = Thread.ofPlatform().name("comparison").daemon().start(answer);
    }

    boolean result() throws IOException, InterruptedException, DeadlinePassedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case InterruptedException ending -> throw ending;
                case DeadlinePassedException late -> throw late;
                case RuntimeException fault -> throw fault;
                case null, default -> throw new IllegalStateException("git cannot end otherwise", e);
            }
        }
    }

    /** Returns when the process is gone. */
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
