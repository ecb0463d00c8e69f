package dev.headwater.e2e.csidriver;

import com.google.protobuf.Timestamp;
import dev.headwater.csi.v1.Snapshot;
import dev.headwater.csi.v1.Topology;
import dev.headwater.csi.v1.Volume;
import dev.headwater.csi.v1.VolumeContentSource;
import dev.headwater.csi.v1.VolumeContentSource.SnapshotSource;
import dev.headwater.csi.v1.VolumeContentSource.VolumeSource;
import dev.headwater.e2e.csidriver.state.BlockSnapshot;
import dev.headwater.e2e.csidriver.state.BlockVolume;
import dev.headwater.e2e.csidriver.state.Origin;
import java.time.Instant;

/** Our words in the wire format. */
final class Messages {
    private Messages() {}

    static Volume.Builder volume(BlockVolume volume) {
        Volume.Builder message = Volume.newBuilder()
                .setVolumeId(volume.id())
                .setCapacityBytes(volume.sizeBytes())
                .addAccessibleTopology(topology(volume.zone()));
        switch (volume.origin()) {
            case Origin.Blank _ -> {}
            case Origin.FromSnapshot(String id) ->
                message.setContentSource(VolumeContentSource.newBuilder()
                        .setSnapshot(SnapshotSource.newBuilder().setSnapshotId(id)));
            case Origin.FromVolume(String id) ->
                message.setContentSource(VolumeContentSource.newBuilder()
                        .setVolume(VolumeSource.newBuilder().setVolumeId(id)));
        }
        return message;
    }

    static Snapshot snapshot(BlockSnapshot snapshot, Instant now) {
        return Snapshot.newBuilder()
                .setSnapshotId(snapshot.id())
                .setSourceVolumeId(snapshot.volumeId())
                .setSizeBytes(snapshot.sizeBytes())
                .setCreationTime(timestamp(snapshot.cutAt()))
                .setReadyToUse(snapshot.readyBy(now))
                .build();
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }

    static Topology topology(String zone) {
        return Topology.newBuilder().putSegments(Options.TOPOLOGY_KEY, zone).build();
    }
}
