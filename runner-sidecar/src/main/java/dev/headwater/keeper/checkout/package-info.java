/**
 * Moves a working tree on the volume to a commit without destroying anything: git's command line, in an environment of its own, on a
 * {@code .git} that was brought down to data. The boundary against hostile repositories is the keeper's container (the job's own user, nothing
 * but the volume); what is done here is depth.
 */
@NullMarked
package dev.headwater.keeper.checkout;

import org.jspecify.annotations.NullMarked;
