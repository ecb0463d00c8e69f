/**
 * The words that job, node plugin and keeper exchange as files: one codec of {@code key=value} lines, and one record for each kind of
 * message. Every file is read as hostile: bounded in size, lines and key names, and anything unexpected is an error with a sentence. Owns
 * no file access and no mount.
 */
@NullMarked
package dev.headwater.control;

import org.jspecify.annotations.NullMarked;
