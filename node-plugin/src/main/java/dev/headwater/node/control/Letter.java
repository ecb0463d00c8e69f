package dev.headwater.node.control;

import dev.headwater.control.Fields;
import java.time.Instant;

/**
 * A file that a job or a keeper wrote, read safely.
 *
 * @param uid owner of the file: the requester
 * @param writtenAt as the file says, never in the future
 */
public record Letter(long uid, long gid, Instant writtenAt, Fields fields) {}
