package dev.headwater.e2e.stories;

import dev.headwater.e2e.world.Installation;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each story its {@link Stage} on the installed cluster, and fails it if it leaves something behind. */
final class Theatre implements BeforeAllCallback, AfterAllCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace STORE = Namespace.create(Theatre.class);

    /** Once per class, because stories of the cluster's own life may have raised another one. */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        var world = World.connect();
        new Installation(world).ensure(new Progress(System.out, InstantSource.system()));
        try (InputStream stream = Objects.requireNonNull(Theatre.class.getResourceAsStream("stream.yaml"))) {
            world.client().load(stream).items().forEach(world::apply);
        }
        context.getStore(STORE).put(World.class, world);
        context.getStore(STORE).put(Leaks.class, Leaks.from(world));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        get(context, World.class).close();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        get(context, Stage.class).end();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(STORE)
                .computeIfAbsent(
                        Stage.class, _ -> new Stage(get(context, World.class), get(context, Leaks.class)), Stage.class);
    }

    private static <T> T get(ExtensionContext context, Class<T> type) {
        return Objects.requireNonNull(context.getStore(STORE).get(type, type));
    }
}
