/**
 * The program in the keeper pod's container {@code work}. It gets orders and gives reports as files, works on the one volume that the pod
 * holds, and knows neither Kubernetes nor the job.
 */
@NullMarked
package dev.headwater.keeper;

import org.jspecify.annotations.NullMarked;
