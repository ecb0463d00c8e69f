/**
 * The Kubernetes API of Headwater, group {@code headwater.dev}, version {@code v1alpha1}: three namespaced kinds, their schema with its
 * validation sentences, and the words (reasons, condition types, names, labels) that every program writes into the cluster. A field is
 * here only if it works. Nothing here talks to a cluster.
 */
@NullMarked
package dev.headwater.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
