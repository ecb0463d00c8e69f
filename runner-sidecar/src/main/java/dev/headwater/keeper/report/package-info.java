/**
 * What the keeper answers: one report file for each order, written by rename, and the words in which a failure is told. Text that comes from
 * git, a remote or the volume passes through {@link dev.headwater.keeper.report.Shown} before anybody sees it.
 */
@NullMarked
package dev.headwater.keeper.report;

import org.jspecify.annotations.NullMarked;
