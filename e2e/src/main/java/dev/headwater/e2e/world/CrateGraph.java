package dev.headwater.e2e.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which crate is compiled into which, out of {@code cargo metadata}.
 *
 * @param dependants for each crate's name, the names of those that use it directly; dependencies of tests do not count
 */
public record CrateGraph(Map<String, Set<String>> dependants) {

    public static CrateGraph parse(String metadata) {
        try {
            var dependants = new HashMap<String, Set<String>>();
            for (var node : new ObjectMapper().readTree(metadata).at("/resolve/nodes")) {
                var user = nameOf(node.get("id").asText());
                for (var dependency : node.get("deps")) {
                    if (isBuiltIn(dependency)) {
                        dependants
                                .computeIfAbsent(nameOf(dependency.get("pkg").asText()), _ -> new TreeSet<>())
                                .add(user);
                    }
                }
            }
            return new CrateGraph(dependants);
        } catch (JsonProcessingException e) {
            throw new WorldException("cargo metadata printed something else than JSON.", e);
        }
    }

    /** The crate and everything that has to be compiled again after it changed. */
    public Set<String> affectedBy(String crate) {
        var affected = new TreeSet<String>();
        var next = new ArrayDeque<>(Set.of(crate));
        while (!next.isEmpty()) {
            var name = next.pop();
            if (affected.add(name)) {
                next.addAll(dependants.getOrDefault(name, Set.of()));
            }
        }
        return affected;
    }

    /**
     * The crate's name in a package id, as in {@code registry+https://…#serde@1.0.228}, {@code path+file:///…/pricing#0.1.0} or
     * {@code path+file:///…/dir#pricing@0.1.0} (cargo's package id specification).
     */
    public static String nameOf(String packageId) {
        var fragment = packageId.substring(packageId.indexOf('#') + 1);
        var at = fragment.lastIndexOf('@');
        if (at >= 0) {
            return fragment.substring(0, at);
        }
        var path = packageId.substring(0, packageId.indexOf('#'));
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Kind null is a normal dependency, {@code build} one of a build script. */
    private static boolean isBuiltIn(JsonNode dependency) {
        for (var kind : dependency.get("dep_kinds")) {
            if (!kind.get("kind").asText().equals("dev")) {
                return true;
            }
        }
        return false;
    }
}
