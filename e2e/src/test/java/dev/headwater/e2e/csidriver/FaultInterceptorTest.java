package dev.headwater.e2e.csidriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.csi.UnixSocketServer;
import dev.headwater.csi.v1.ControllerGrpc.ControllerImplBase;
import dev.headwater.csi.v1.ControllerPublishVolumeRequest;
import dev.headwater.csi.v1.ControllerPublishVolumeResponse;
import dev.headwater.csi.v1.CreateVolumeRequest;
import dev.headwater.csi.v1.CreateVolumeResponse;
import dev.headwater.csi.v1.GetPluginInfoRequest;
import dev.headwater.csi.v1.IdentityGrpc;
import dev.headwater.e2e.csidriver.fault.FaultInterceptor;
import dev.headwater.e2e.csidriver.fault.Faults;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultInterceptorTest {
    private static final GetPluginInfoRequest WHO = GetPluginInfoRequest.getDefaultInstance();

    @TempDir
    Path dir;

    private Faults faults;
    private UnixSocketServer server;
    private Peer peer;

    @BeforeEach
    void serve() throws IOException {
        faults = new Faults(dir);
        Path socket = dir.resolve("csi.sock");
        server = UnixSocketServer.serve(
                socket, List.of(new IdentityService("driver"), new Echo()), new FaultInterceptor(faults));
        peer = Peer.connect(socket);
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        server.close();
    }

    @Test
    void a_failing_call_answers_with_the_code_as_often_as_told() throws IOException {
        faults.add("GetPluginInfo fail RESOURCE_EXHAUSTED once");

        assertThatThrownBy(this::ask).hasMessageContaining("RESOURCE_EXHAUSTED: Fault on command");
        assertThat(ask()).isEqualTo("driver");
    }

    @Test
    void a_lost_answer_looks_like_a_broken_connection() throws IOException {
        faults.add("* lose-answer once");

        assertThatThrownBy(this::ask).hasMessageContaining("UNAVAILABLE");
        assertThat(ask()).isEqualTo("driver");
    }

    @Test
    void a_delayed_call_is_answered_late() throws IOException {
        faults.add("GetPluginInfo delay 300ms once");
        long before = System.nanoTime();

        assertThat(ask()).isEqualTo("driver");
        assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
    }

    @Test
    void a_hanging_call_goes_on_when_the_rule_is_cleared() throws Exception {
        faults.add("GetPluginInfo hang");
        CompletableFuture<String> hanging = CompletableFuture.supplyAsync(this::ask);
        assertThat(hanging).isNotCompleted();

        faults.clear();

        assertThat(hanging.get(5, TimeUnit.SECONDS)).isEqualTo("driver");
    }

    @Test
    void a_hanging_call_ends_when_its_caller_gives_up() throws IOException {
        faults.add("GetPluginInfo hang");
        IdentityGrpc.IdentityBlockingStub impatient = peer.identity().withDeadlineAfter(200, TimeUnit.MILLISECONDS);

        assertThatThrownBy(() -> impatient.getPluginInfo(WHO)).hasMessageContaining("DEADLINE_EXCEEDED");
    }

    @Test
    void a_rule_of_one_group_hits_the_volumes_whose_class_names_it_and_no_others() throws IOException {
        faults.add("CreateVolume fail RESOURCE_EXHAUSTED of scarce", "ControllerPublishVolume lose-answer of scarce");

        assertThatThrownBy(() -> create("scarce")).hasMessageContaining("RESOURCE_EXHAUSTED: Fault on command");
        assertThat(create("plenty")).isEqualTo("plenty");
        assertThatThrownBy(() -> attach("scarce")).hasMessageContaining("UNAVAILABLE");
        assertThat(attach("plenty")).isEqualTo("plenty");
    }

    @Test
    void an_unreadable_rule_is_reported_to_every_caller() throws IOException {
        Files.writeString(dir.resolve("faults"), "nonsense");

        assertThatThrownBy(this::ask).hasMessageContaining("The file of faults is unusable: 'nonsense'");
    }

    private String create(String group) {
        return peer.controller()
                .createVolume(CreateVolumeRequest.newBuilder()
                        .putParameters("faults", group)
                        .build())
                .getVolume()
                .getVolumeId();
    }

    private String attach(String group) {
        return peer.controller()
                .controllerPublishVolume(ControllerPublishVolumeRequest.newBuilder()
                        .putVolumeContext("faults", group)
                        .build())
                .getPublishContextOrThrow("device");
    }

    /** Answers with the group that it was asked about. */
    private static final class Echo extends ControllerImplBase {
        @Override
        public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> answer) {
            CreateVolumeResponse.Builder response = CreateVolumeResponse.newBuilder();
            response.getVolumeBuilder().setVolumeId(request.getParametersOrThrow("faults"));
            Answer.with(answer, response::build);
        }

        @Override
        public void controllerPublishVolume(
                ControllerPublishVolumeRequest request, StreamObserver<ControllerPublishVolumeResponse> answer) {
            Answer.with(
                    answer,
                    () -> ControllerPublishVolumeResponse.newBuilder()
                            .putPublishContext("device", request.getVolumeContextOrThrow("faults"))
                            .build());
        }
    }

    private String ask() {
        return peer.identity().getPluginInfo(WHO).getName();
    }
}
