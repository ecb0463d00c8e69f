/** Every manifest that the operator makes, compared with the files in {@code golden}. */
@NullMarked
package dev.headwater.operator.manifests;

import org.jspecify.annotations.NullMarked;
