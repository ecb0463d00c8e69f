package dev.headwater.operator.github;

import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunStatus;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;

/** Asks GitHub whose job a runner has. Nothing is remembered but the token of an App: who asks twice is answered anew. */
public final class GithubWitness {
    /** Whoever waits for GitHub keeps a thread of the walk waiting, and others need some. */
    private static final int AT_A_TIME = 8;

    /** For all questions about one job. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Until a run that waits is looked at again, and asked about. One for which that may be too late has heard GitHub's last word. */
    private static final Duration TURN = Duration.ofSeconds(2);

    private final GithubApi api;
    private final Clock clock;
    private final Semaphore asking = new Semaphore(AT_A_TIME);

    /**
     * @param url of the API, without a slash at the end
     * @param credentials that may read workflows, contents and pull requests
     * @param tls whose server is believed to be GitHub
     */
    public GithubWitness(URI url, CredentialFiles credentials, SSLContext tls, Clock clock) {
        var http = new GithubHttp(url, tls, clock);
        this.api = new GithubApi(http, new AccessTokens(http, credentials, clock));
        this.clock = clock;
    }

    /**
     * The URL of an API.
     *
     * @throws IllegalArgumentException with a sentence, if it is none
     */
    public static URI url(String text) {
        try {
            var url = new URI(text);
            if ("https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && !text.endsWith("/")) {
                return url;
            }
        } catch (URISyntaxException e) {
            // As any other text.
        }
        throw new IllegalArgumentException(
                "trust.github.url is %s; it has to be the URL of GitHub's API without a slash at the end, as https://api.github.com, or https://HOST/api/v3."
                        .formatted(text));
    }

    /**
     * What GitHub says.
     *
     * @param until nobody waits longer
     */
    public Hearing hear(Question question, Instant until) {
        if (!clock.instant().isBefore(until)) {
            return over(ProofReason.GithubUnavailable, "There was no time left to ask GitHub.");
        }
        if (!asking.tryAcquire()) {
            return later(ProofReason.GithubUnavailable, "Too many jobs asked for GitHub's word at once.", until);
        }
        try {
            return hearing(asked(question, sooner(until)), until);
        } catch (GithubException e) {
            return e.reason() == ProofReason.GithubUnavailable
                    ? later(e.reason(), e.sentence(), until)
                    : over(e.reason(), e.sentence());
        } finally {
            asking.release();
        }
    }

    /** Of a runner that there is nothing to ask about yet: its controller has not heard what job it has. */
    public Hearing silent(Question.Runner runner, Instant lookAgainAt, Instant until) {
        return lookAgainAt.isBefore(until)
                ? new Hearing.NotYet(lookAgainAt)
                : over(
                        ProofReason.RunnerSilent,
                        "Nobody told the EphemeralRunner %s in time what job it has.".formatted(runner.name()));
    }

    private Instant sooner(Instant until) {
        var own = clock.instant().plus(MOST);
        return own.isBefore(until) ? own : until;
    }

    private Verdict asked(Question question, Instant until) throws GithubException {
        var said = Testimony.NONE;
        var verdict = GithubPolicy.judge(said, question);
        while (verdict instanceof Verdict.Missing missing) {
            said = switch (missing) {
                case RUN -> said.with(api.run(question.job(), until));
                case JOBS -> said.with(api.jobs(question.job(), until));
                case REF -> said.with(api.ref(question.job(), until));
            };
            verdict = GithubPolicy.judge(said, question);
        }
        return verdict;
    }

    private Hearing hearing(Verdict verdict, Instant until) {
        return switch (verdict) {
            case Verdict.Verified verified -> new Hearing.Over(proof(verified));
            case Verdict.Refused(var reason, var sentence) -> over(reason, sentence);
            case Verdict.Pending(var reason, var sentence) -> later(reason, sentence, until);
            case Verdict.Missing missing -> throw new IllegalStateException("nobody asked for " + missing);
        };
    }

    private Hearing later(ProofReason reason, String sentence, Instant until) {
        var again = clock.instant().plus(PAUSE);
        return again.plus(TURN).isBefore(until) ? new Hearing.NotYet(again) : over(reason, sentence);
    }

    private RunStatus.Proof proof(Verdict.Verified verified) {
        var run = verified.run();
        return new RunStatus.Proof(
                ProofReason.Verified.name(),
                "GitHub says that the runner has the job %d of workflow run %d, attempt %d, of %s."
                        .formatted(
                                verified.job().id(),
                                run.id(),
                                verified.job().runAttempt(),
                                run.repository().fullName()),
                api.base(),
                run.repository().id().toString(),
                run.repository().owner().id().toString(),
                null,
                verified.job().id().toString(),
                clock.instant().toString());
    }

    private Hearing over(ProofReason reason, String sentence) {
        return new Hearing.Over(new RunStatus.Proof(
                reason.name(),
                sentence,
                null,
                null,
                null,
                null,
                null,
                clock.instant().toString()));
    }
}
