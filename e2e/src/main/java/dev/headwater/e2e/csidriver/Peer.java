package dev.headwater.e2e.csidriver;

import dev.headwater.csi.v1.ControllerGrpc;
import dev.headwater.csi.v1.ControllerGrpc.ControllerBlockingStub;
import dev.headwater.csi.v1.GetPluginInfoRequest;
import dev.headwater.csi.v1.IdentityGrpc;
import dev.headwater.csi.v1.IdentityGrpc.IdentityBlockingStub;
import dev.headwater.csi.v1.NodeGrpc;
import dev.headwater.csi.v1.NodeGrpc.NodeBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Whoever talks to a driver: a sidecar, the kubelet. */
public record Peer(ManagedChannel channel, EventLoopGroup loop) implements AutoCloseable {
    /** Says with each connection that unix sockets have no SO_KEEPALIVE; held, because the level of a logger that nobody refers to is forgotten. */
    private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap.Bootstrap");

    static {
        NETTY.setLevel(Level.SEVERE);
    }

    static Peer connect(Path socket) {
        EventLoopGroup loop = new NioEventLoopGroup(1);
        return new Peer(
                NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                        .eventLoopGroup(loop)
                        .usePlaintext()
                        .build(),
                loop);
    }

    /** Whether a driver behind the socket says its name within a second: a sidecar that has to wait longer for it ends. */
    public static boolean isAnswered(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (var peer = connect(socket)) {
            var _ = peer.identity()
                    .withDeadlineAfter(1, TimeUnit.SECONDS)
                    .getPluginInfo(GetPluginInfoRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    IdentityBlockingStub identity() {
        return IdentityGrpc.newBlockingStub(channel);
    }

    ControllerBlockingStub controller() {
        return ControllerGrpc.newBlockingStub(channel);
    }

    NodeBlockingStub node() {
        return NodeGrpc.newBlockingStub(channel);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
