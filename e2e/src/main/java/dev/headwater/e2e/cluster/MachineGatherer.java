package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Looks for what of other people's could stand in the cluster's way. */
final class MachineGatherer {
    private static final Path DEVICE_SOCKET = Path.of("/var/lib/kubelet/device-plugins/kubelet.sock");

    private MachineGatherer() {}

    static MachineFacts gather() {
        return new MachineFacts(
                Network.ports().stream().filter(MachineGatherer::isTaken).toList(),
                Command.run("ip", "route", "show", "root", Network.BLOCK)
                        .lines()
                        .toList(),
                NftTables.ofProxy(),
                listens(DEVICE_SOCKET));
    }

    private static boolean isTaken(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("0.0.0.0", port));
            return false;
        } catch (IOException taken) {
            return true;
        }
    }

    private static boolean listens(Path socket) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException nobody) {
            return false;
        }
    }
}
