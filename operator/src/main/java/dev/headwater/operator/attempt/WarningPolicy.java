package dev.headwater.operator.attempt;

import dev.headwater.api.v1alpha1.AttemptReason;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a message means. The first rule that fits decides; a message that fits none means nothing yet, because drivers have many words for
 * trouble that passes. Codes are those of gRPC as Go prints them.
 */
final class WarningPolicy {
    private static final String OVERLOAD =
            "code = (ResourceExhausted|Unavailable|DeadlineExceeded|Aborted|Canceled|Unauthenticated|PermissionDenied)"
                    + "|deadline exceeded|LimitExceeded|Throttl|[Rr]ate exceeded|InsufficientVolumeCapacity|quota"
                    + "|connection refused|storageclass[^\"]* \"[^\"]*\" not found";
    private static final String GONE =
            "DataSource Type VolumeSnapshot.*(not found|being deleted|not bound|not ready|not Ready)";
    private static final String REFUSED =
            "InvalidSnapshot|IncorrectState|[Ss]napshot \\S+ (does not exist|not found|is pending)"
                    + "|less than the size .* source snapshot|code = (NotFound|OutOfRange|DataLoss)";
    private static final String BROKEN =
            "bad superblock|[Ss]tructure needs cleaning|can't read superblock|'fsck' found errors|[Bb]ad magic number"
                    + "|[Ii]nput/output error|code = DataLoss";
    private static final String ELSEWHERE =
            "node affinity conflict|node affinity doesn't match node|match PersistentVolume's node affinity"
                    + "|didn't find available persistent volumes";

    private record Rule(String source, Pattern message, AttemptReason meaning) {
        Rule(String source, String message, AttemptReason meaning) {
            this(source, Pattern.compile(message, Pattern.DOTALL), meaning);
        }

        boolean fits(Warning warning) {
            return warning.reason().equals(source)
                    && message.matcher(warning.message()).find();
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule("ProvisioningFailed", OVERLOAD, AttemptReason.StorageUnavailable),
            new Rule("ProvisioningFailed", GONE, AttemptReason.SnapshotGone),
            new Rule("ProvisioningFailed", REFUSED, AttemptReason.SnapshotRefused),
            new Rule("FailedAttachVolume", "", AttemptReason.AttachFailed),
            new Rule("FailedMount", BROKEN, AttemptReason.FileSystemBroken),
            new Rule("FailedMount", "", AttemptReason.MountUnavailable),
            new Rule("FailedScheduling", ELSEWHERE, AttemptReason.WrongZone),
            new Rule("FailedScheduling", "", AttemptReason.Unschedulable));

    static Optional<AttemptReason> meaning(Warning warning) {
        return RULES.stream()
                .filter(rule -> rule.fits(warning))
                .map(Rule::meaning)
                .findFirst();
    }

    private WarningPolicy() {}
}
