package dev.headwater.e2e.stories;

import dev.headwater.e2e.stories.Storage.Trouble;
import dev.headwater.e2e.world.Installation;
import dev.headwater.e2e.world.Leaks;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives each story its {@link Stage} on the installed cluster, and fails it if it leaves something behind. */
final class Theatre implements BeforeAllCallback, AfterAllCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace STORE = Namespace.create(Theatre.class);

    /** Some sixty saves need not wait as long as a cloud would let them. The store of the class closes it, and so takes it back. */
    private static final String QUICK_SNAPSHOTS = "set snapshot-delay 500ms";

    /**
     * Shared stories find out themselves what the driver's snapshots are worth. Other stories take the machine's time: a deletion may last
     * longer than on a storage of its own. What a policy does not keep goes soon; those of the stories keep nearly all. One story has a pod that
     * gets its slot by a label.
     */
    private static final String[] OPTIONS = {
        "--set-json", "probe.trustedDrivers=[]",
        "--set", "probe.patience=60s",
        "--set", "retention.grace=5s",
        "--set", "retention.interval=3s",
        "--set", "injection.enabled=true"
    };

    /** Installs once for the shared stories, and for each isolated one: the one before may have raised another cluster. */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        var world = World.connect();
        var issuer = context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(TokenIssuer.class, _ -> issuer(world), TokenIssuer.class);
        if (isIsolated(context)) {
            install(world, issuer.options());
        } else {
            var options = Stream.of(Arrays.stream(OPTIONS), issuer.options().stream(), issuer.witnessOptions().stream())
                    .flatMap(some -> some)
                    .toList();
            context.getRoot().getStore(STORE).computeIfAbsent(Installation.class, _ -> {
                RunnerWitness.handOut(world);
                return install(world, options);
            });
        }
        context.getStore(STORE).put(World.class, world);
        context.getStore(STORE).put(Trouble.class, new Storage(world).goingWrong(QUICK_SNAPSHOTS));
        context.getStore(STORE).put(Leaks.class, Leaks.from(world));
    }

    private static boolean isIsolated(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getRequiredTestClass(), IsolatedStory.class);
    }

    /** Pods reach this machine where they reach the API server. */
    private static TokenIssuer issuer(World world) {
        try {
            return new TokenIssuer(world.client().getMasterUrl().getHost());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("No issuer of tokens could be started.", e);
        }
    }

    private static Installation install(World world, List<String> changes) {
        var installation = new Installation(world);
        installation.ensure(new Progress(System.out, InstantSource.system()), changes.toArray(String[]::new));
        try (InputStream stream = Objects.requireNonNull(Theatre.class.getResourceAsStream("stream.yaml"))) {
            world.client().load(stream).items().forEach(world::apply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return installation;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        get(context, World.class).close();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var stage = get(context, Stage.class);
        if (isIsolated(context)) {
            stage.endOfAll();
        } else {
            stage.end();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(STORE).computeIfAbsent(Stage.class, _ -> stage(context), Stage.class);
    }

    private static Stage stage(ExtensionContext context) {
        return new Stage(get(context, World.class), get(context, Leaks.class), get(context, TokenIssuer.class));
    }

    private static <T> T get(ExtensionContext context, Class<T> type) {
        return Objects.requireNonNull(context.getStore(STORE).get(type, type));
    }
}
