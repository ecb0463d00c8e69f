package dev.headwater.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.csi.KubeletRegistration.Verdict;
import dev.headwater.csi.registration.InfoRequest;
import dev.headwater.csi.registration.PluginInfo;
import dev.headwater.csi.registration.RegistrationGrpc;
import dev.headwater.csi.registration.RegistrationStatus;
import dev.headwater.csi.v1.NodeGetInfoRequest;
import dev.headwater.csi.v1.NodeGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketServerTest {
    @TempDir
    Path dir;

    private final List<Verdict> verdicts = new ArrayList<>();
    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private Path socket;
    private UnixSocketServer server;
    private ManagedChannel channel;

    @BeforeEach
    void serve() throws IOException {
        socket = dir.resolve("plugins_registry/driver.sock");
        Files.createDirectories(socket.getParent());
        Files.writeString(socket, "left by a killed process");
        server = UnixSocketServer.serve(
                socket, List.of(new KubeletRegistration("driver", Path.of("/plugins/csi.sock"), verdicts::add)));
        channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() throws IOException {
        channel.shutdownNow();
        var _ = loop.shutdownGracefully();
        server.close();
    }

    @Test
    void the_kubelet_learns_who_the_driver_is_and_where_it_listens() {
        PluginInfo info = RegistrationGrpc.newBlockingStub(channel).getInfo(InfoRequest.getDefaultInstance());

        assertThat(info.getType()).isEqualTo("CSIPlugin");
        assertThat(info.getName()).isEqualTo("driver");
        assertThat(info.getEndpoint()).isEqualTo("/plugins/csi.sock");
        assertThat(info.getSupportedVersionsList()).containsExactly("1.0.0");
    }

    @Test
    void the_verdict_of_the_kubelet_is_passed_on() {
        RegistrationGrpc.newBlockingStub(channel)
                .notifyRegistrationStatus(RegistrationStatus.newBuilder()
                        .setError("wrong version")
                        .build());

        assertThat(verdicts).containsExactly(new Verdict(false, "wrong version"));
    }

    @Test
    void a_method_nobody_serves_is_unimplemented() {
        NodeGrpc.NodeBlockingStub node = NodeGrpc.newBlockingStub(channel);

        assertThatThrownBy(() -> node.nodeGetInfo(NodeGetInfoRequest.getDefaultInstance()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNIMPLEMENTED");
    }

    @Test
    void only_its_owner_may_open_the_socket_and_closing_removes_it() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");

        server.close();

        assertThat(socket).doesNotExist();
    }
}
