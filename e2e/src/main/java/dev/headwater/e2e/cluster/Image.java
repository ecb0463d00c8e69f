package dev.headwater.e2e.cluster;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A container image that {@code e2e/images/build} made.
 *
 * @param reference what pods call it
 * @param config digest (hex) of its configuration; equal digests mean equal images
 * @param layers digests (hex), lowest first
 */
record Image(String reference, String config, List<String> layers) {

    /** Reads a line of the index: reference, configuration and layers, separated by blanks. */
    static Image parse(String line) {
        List<String> words = List.of(line.strip().split(" "));
        return new Image(words.get(0), words.get(1), words.subList(2, words.size()));
    }

    /** The file {@code manifest.json} of a docker-archive that holds these images. */
    static String manifest(List<Image> images) {
        return images.stream()
                .map(image -> "{\"Config\":\"%s.json\",\"RepoTags\":[\"%s\"],\"Layers\":[%s]}"
                        .formatted(image.config, image.reference, image.layerList()))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The name under which a container runtime knows it: short names belong to docker.io. */
    String fullReference() {
        return "docker.io/" + reference;
    }

    private String layerList() {
        return layers.stream().map(layer -> "\"layers/" + layer + ".tar\"").collect(Collectors.joining(","));
    }
}
