package dev.headwater.operator.github;

import dev.headwater.api.v1alpha1.ProofReason;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/**
 * Requests to GitHub's API, each over by its deadline, with an answer of bounded size or none. Redirects are not followed: credentials go to
 * the named server and nowhere else. Once GitHub has asked to be left alone, it is, for as long as it said.
 */
final class GithubHttp {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final long MOST_BYTES = 4L << 20;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNPROCESSABLE = 422;

    /** Where it does not say for how long. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** Whatever it says: its quotas are those of an hour. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final String base;
    private final HttpClient client;
    private final Clock clock;
    private final AtomicReference<Instant> closedUntil = new AtomicReference<>(Instant.MIN);

    /** @param base without a slash at the end */
    GithubHttp(URI base, SSLContext tls, Clock clock) {
        this.base = base.toString();
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .sslContext(tls)
                .build();
    }

    String base() {
        return base;
    }

    /** What is there; empty if nothing is. */
    Optional<byte[]> get(String path, String bearer, Instant until) throws GithubException {
        var answer = send(request(path, bearer).GET().build(), until);
        return answer.statusCode() == HttpURLConnection.HTTP_NOT_FOUND
                ? Optional.empty()
                : Optional.of(body(answer, HttpURLConnection.HTTP_OK));
    }

    byte[] post(String path, String bearer, BodyPublisher content, Instant until) throws GithubException {
        return body(send(request(path, bearer).POST(content).build(), until), HttpURLConnection.HTTP_CREATED);
    }

    private HttpRequest.Builder request(String path, String bearer) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + bearer)
                .header("Accept", "application/vnd.github+json")
                .header("X-GitHub-Api-Version", "2022-11-28")
                .header("User-Agent", "headwater");
    }

    /** The client's own timeout ends with the headers of an answer; its body may drip in for ever. */
    private HttpResponse<byte[]> send(HttpRequest request, Instant until) throws GithubException {
        var now = clock.instant();
        if (now.isBefore(closedUntil.get())) {
            throw new GithubException(
                    ProofReason.RateLimited,
                    "GitHub was asked too much, and is not asked before %s.".formatted(closedUntil.get()));
        }
        var answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return answer.get(Duration.between(now, until).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw GithubException.unavailable("GitHub did not answer in time.");
        } catch (ExecutionException e) {
            throw GithubException.unavailable("GitHub cannot be reached: " + said(e));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw GithubException.unavailable("The operator was stopped while it asked GitHub.");
        }
    }

    private static String said(ExecutionException e) {
        return e.getCause() instanceof IOException cause && cause.getMessage() != null
                ? cause.getMessage()
                : String.valueOf(e.getCause());
    }

    private byte[] body(HttpResponse<byte[]> answer, int expected) throws GithubException {
        var status = answer.statusCode();
        if (status == expected) {
            return answer.body();
        }
        if (isLimit(answer)) {
            var open = openAt(answer);
            closedUntil.set(open);
            throw new GithubException(
                    ProofReason.RateLimited, "GitHub was asked too much, and is not asked before %s.".formatted(open));
        }
        throw switch (status) {
            case HttpURLConnection.HTTP_UNAUTHORIZED,
                    HttpURLConnection.HTTP_FORBIDDEN,
                    HttpURLConnection.HTTP_NOT_FOUND ->
                new GithubException(
                        ProofReason.NoAccess,
                        "GitHub answers %d to %s: the credentials of trust.github are not good for it."
                                .formatted(status, answer.request().uri().getPath()));
            case UNPROCESSABLE ->
                new GithubException(
                        ProofReason.NoAccess,
                        "GitHub answers 422 to %s: the App of trust.github may not read Actions, Contents and Pull requests."
                                .formatted(answer.request().uri().getPath()));
            default ->
                GithubException.unavailable("GitHub answers %d to %s."
                        .formatted(status, answer.request().uri().getPath()));
        };
    }

    private static boolean isLimit(HttpResponse<byte[]> answer) {
        return answer.statusCode() == TOO_MANY_REQUESTS
                || (answer.statusCode() == HttpURLConnection.HTTP_FORBIDDEN
                        && (header(answer, "Retry-After").isPresent()
                                || header(answer, "X-RateLimit-Remaining")
                                        .filter(left -> left == 0)
                                        .isPresent()
                                || new String(answer.body(), StandardCharsets.UTF_8)
                                        .toLowerCase(Locale.ROOT)
                                        .contains("rate limit")));
    }

    private Instant openAt(HttpResponse<byte[]> answer) {
        var now = clock.instant();
        return header(answer, "Retry-After")
                .map(now::plusSeconds)
                .or(() -> header(answer, "X-RateLimit-Reset")
                        .map(Instant::ofEpochSecond)
                        .filter(now::isBefore))
                .map(said -> said.isBefore(now.plus(LONGEST_PAUSE)) ? said : now.plus(LONGEST_PAUSE))
                .orElseGet(() -> now.plus(PAUSE));
    }

    /** A number of seconds, and not too many. */
    private static Optional<Long> header(HttpResponse<byte[]> answer, String name) {
        return answer.headers()
                .firstValue(name)
                .filter(value -> value.matches("[0-9]{1,12}"))
                .map(Long::valueOf);
    }
}
