package dev.headwater.csi;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** gRPC services on a unix socket that only its owner may open. Every call runs on a virtual thread and may block. */
public final class UnixSocketServer implements AutoCloseable {
    /**
     * grpc-netty sets SO_KEEPALIVE on each connection, netty warns each time that unix sockets have no such thing. The
     * logger is held because java.util.logging forgets the level of a logger nobody refers to.
     */
    private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap.ServerBootstrap");

    static {
        NETTY.setLevel(Level.SEVERE);
    }

    /** A pool would hold six megabytes for messages of some hundred bytes. */
    private static final ByteBufAllocator UNPOOLED = new UnpooledByteBufAllocator(false);

    private static final long GRACE_SECONDS = 5;

    private final Path socket;
    private final EventLoopGroup loop;
    private final ExecutorService calls;
    private final Server server;

    private UnixSocketServer(Path socket, EventLoopGroup loop, ExecutorService calls, Server server) {
        this.socket = socket;
        this.loop = loop;
        this.calls = calls;
        this.server = server;
    }

    /**
     * Listens on {@code socket}; a socket file that a killed predecessor left is replaced, missing parent directories
     * are made.
     *
     * @throws IOException if the path is longer than a unix socket allows (107 bytes) or cannot be bound
     */
    public static UnixSocketServer serve(
            Path socket, List<? extends BindableService> services, ServerInterceptor... interceptors)
            throws IOException {
        Files.createDirectories(socket.toAbsolutePath().getParent());
        Files.deleteIfExists(socket);
        EventLoopGroup loop = new NioEventLoopGroup(1);
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .withChildOption(ChannelOption.ALLOCATOR, UNPOOLED)
                .executor(calls);
        services.forEach(builder::addService);
        List.of(interceptors).forEach(builder::intercept);
        try {
            Server server = builder.build().start();
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return new UnixSocketServer(socket, loop, calls, server);
        } catch (IOException | RuntimeException e) {
            var _ = loop.shutdownGracefully();
            calls.shutdownNow();
            throw e;
        }
    }

    /** Blocks until the server is closed. */
    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    /** Stops accepting calls, gives running ones 5 seconds, interrupts the rest and removes the socket file. */
    @Override
    public void close() throws IOException {
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        calls.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        Files.deleteIfExists(socket);
    }
}
