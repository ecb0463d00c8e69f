/**
 * What is done to the files of a volume before its snapshot: credentials are scrubbed, bloat is swept, and what the job changed is searched for
 * secrets. A program of its own ({@link dev.headwater.keeper.hygiene.HygieneMain}), so that nothing a job left behind can hang or end the keeper.
 */
@NullMarked
package dev.headwater.keeper.hygiene;

import org.jspecify.annotations.NullMarked;
