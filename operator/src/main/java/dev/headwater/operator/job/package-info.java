/**
 * Whether and how the job ended, told from what the node plugin recorded and from the pod. Nothing else interprets the job's pod in that
 * respect.
 */
@NullMarked
package dev.headwater.operator.job;

import org.jspecify.annotations.NullMarked;
