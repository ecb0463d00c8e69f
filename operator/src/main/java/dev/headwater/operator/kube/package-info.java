/**
 * The contract with the cluster: how objects of the vault are named and labelled, and small readers that turn what the API server says
 * into values. A read that fails throws; it never looks like an empty answer.
 */
@NullMarked
package dev.headwater.operator.kube;

import org.jspecify.annotations.NullMarked;
