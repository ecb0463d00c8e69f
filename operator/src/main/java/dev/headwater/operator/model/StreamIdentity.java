package dev.headwater.operator.model;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.StreamSpec;

/**
 * What makes two requests ask for the same stream. Names of stream objects are no part of it: an object that is deleted and made again
 * finds its snapshots.
 *
 * @param repository {@code owner/name}
 * @param path absolute path of the volume in the job
 */
public record StreamIdentity(String namespace, String repository, String key, String path) {
    private static final int HEX_DIGITS = 32;

    /** The identity that a request in this namespace asks for. */
    public static StreamIdentity of(String namespace, RunSpec spec) {
        return new StreamIdentity(
                namespace,
                spec.job().repository(),
                spec.request().key(),
                spec.request().path());
    }

    /** The identity that a stream of this namespace serves. */
    public static StreamIdentity of(String namespace, StreamSpec spec) {
        return new StreamIdentity(namespace, spec.repository(), spec.key(), spec.path());
    }

    /** Whether content may go from one to the other: all but the key is the same. */
    public boolean isRelatedTo(StreamIdentity other) {
        return namespace.equals(other.namespace) && repository.equals(other.repository) && path.equals(other.path);
    }

    /** 32 hex digits, fit for a label value; each part is hashed with its length, so that no two identities run together. */
    public String hash() {
        var text = new StringBuilder();
        for (var part : new String[] {namespace, repository, key, path}) {
            text.append(part.length()).append(':').append(part);
        }
        return Sha256.hex(text.toString()).substring(0, HEX_DIGITS);
    }
}
