package dev.headwater.control;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file by which a job says what its volume is worth. With a value: a volume that carries the value already need not be saved, and one that is
 * saved carries it. Without: the job makes the file where the volume is worth saving.
 *
 * @param file relative to the volume's root, without {@code ..} and outside of {@code .git} and {@code .headwater}
 * @param value one line without control characters
 */
public record Marker(String file, Optional<String> value) {
    /** Names of the fields in requests, orders and the volume's record. */
    public static final String FILE = "marker-file";

    public static final String VALUE = "marker-value";

    /** Detail of a seal's report: whether a marker without a value is there, {@link #PRESENT} or {@link #MISSING}. */
    public static final String REPORTED = "marker";

    public static final String PRESENT = "Present";
    public static final String MISSING = "Missing";

    static final String REQUEST_PREFIX = "save-";

    private static final int MAX_FILE = 512;
    private static final int MAX_VALUE = 256;
    private static final Set<String> REFUSED = Set.of("", ".", "..", ".git", Layout.VOLUME_OWN);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /**
     * @param prefix of the fields' names
     * @throws ControlFileException with a clause that names the field at fault
     */
    static Optional<Marker> from(Fields fields, String prefix) throws ControlFileException {
        var value = fields.optional(prefix + VALUE, MAX_VALUE);
        var file = fields.optional(prefix + FILE, MAX_FILE);
        if (file.isEmpty()) {
            if (value.isPresent()) {
                throw new ControlFileException(prefix + VALUE + " is given without " + prefix + FILE);
            }
            return Optional.empty();
        }
        if (CONTROL.matcher(file.get()).find()
                || List.of(file.get().split("/", -1)).stream().anyMatch(REFUSED::contains)) {
            throw new ControlFileException(prefix + FILE
                    + " is not the path of a file, relative to the volume, without . or .. and outside of .git and "
                    + Layout.VOLUME_OWN);
        }
        if (value.isPresent() && CONTROL.matcher(value.get()).find()) {
            throw new ControlFileException(prefix + VALUE + " holds a control character");
        }
        return Optional.of(new Marker(file.get(), value));
    }

    /** The fields that {@link #from} reads. */
    Fields.Builder toFields(Fields.Builder builder, String prefix) {
        return builder.with(prefix + FILE, file).with(prefix + VALUE, value);
    }

    /** Whether this record of a volume says that the volume carries the value. */
    public boolean isCarriedBy(Fields record) {
        return value.isPresent()
                && record.optional(VALUE).equals(value)
                && record.optional(FILE).equals(Optional.of(file));
    }
}
