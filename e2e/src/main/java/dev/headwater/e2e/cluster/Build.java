package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * What {@code ./dev build} made, which the cluster is raised from.
 *
 * @param binaries folder with kube-apiserver, etcd, kubectl and the others, and the snapshot CRDs in {@code crds/}
 * @param images folder as {@code e2e/images/build} leaves it
 * @param programs folder whose {@code lib/} holds the jars of this module
 * @param javaHome the JDK that runs the parts written in Java
 */
record Build(Path binaries, Path images, Path programs, Path javaHome) {
    private static final String BINARIES = "HEADWATER_BINARIES";
    private static final String IMAGES = "HEADWATER_IMAGES";
    private static final String PROGRAMS = "HEADWATER_PROGRAMS";

    /** Reads what {@code ./dev} put into the environment. */
    static Build from(Map<String, String> environment) {
        return new Build(
                folder(environment, BINARIES),
                folder(environment, IMAGES),
                folder(environment, PROGRAMS),
                Path.of(System.getProperty("java.home")));
    }

    static Build load(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(
                Path.of(properties.getProperty(BINARIES)),
                Path.of(properties.getProperty(IMAGES)),
                Path.of(properties.getProperty(PROGRAMS)),
                Path.of(properties.getProperty("JAVA_HOME")));
    }

    void save(Path file) {
        var properties = new Properties();
        properties.setProperty(BINARIES, binaries.toString());
        properties.setProperty(IMAGES, images.toString());
        properties.setProperty(PROGRAMS, programs.toString());
        properties.setProperty("JAVA_HOME", javaHome.toString());
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String binary(String name) {
        return binaries.resolve(name).toString();
    }

    Path snapshotCrds() {
        return binaries.resolve("crds");
    }

    private static Path folder(Map<String, String> environment, String variable) {
        String value = environment.get(variable);
        if (value == null || !Files.isDirectory(Path.of(value))) {
            throw new ClusterException(variable + " names no folder; start the cluster with ./dev cluster up.");
        }
        return Path.of(value);
    }
}
