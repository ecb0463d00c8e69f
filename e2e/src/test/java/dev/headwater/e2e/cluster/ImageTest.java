package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageTest {
    private static final Image BUSYBOX = new Image("headwater-test/busybox:dev", "c1", List.of("l1"));

    @Test
    void a_line_of_the_index_names_reference_configuration_and_layers() {
        assertThat(Image.parse("headwater/keeper:dev c2 l1 l2\n"))
                .isEqualTo(new Image("headwater/keeper:dev", "c2", List.of("l1", "l2")));
    }

    @Test
    void the_manifest_of_an_archive_lists_each_image_with_its_files() {
        var keeper = new Image("headwater/keeper:dev", "c2", List.of("l1", "l2"));
        assertThat(Image.manifest(List.of(BUSYBOX, keeper)))
                .isEqualTo("[{\"Config\":\"c1.json\",\"RepoTags\":[\"headwater-test/busybox:dev\"],"
                        + "\"Layers\":[\"layers/l1.tar\"]},"
                        + "{\"Config\":\"c2.json\",\"RepoTags\":[\"headwater/keeper:dev\"],"
                        + "\"Layers\":[\"layers/l1.tar\",\"layers/l2.tar\"]}]");
    }

    @Test
    void a_short_name_is_known_to_the_runtime_as_one_of_docker_hub() {
        assertThat(BUSYBOX.fullReference()).isEqualTo("docker.io/headwater-test/busybox:dev");
    }
}
