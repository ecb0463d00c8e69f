package dev.headwater.control;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * The codec of all control files: UTF-8 lines {@code key=value}; keys of lower-case letters, digits and dashes, each once; in values a
 * backslash stands before a backslash, {@code \n} is a newline and {@code \0ooo} any other control character, which is what the
 * shell's {@code printf %b} decodes.
 */
public final class ControlFile {
    /** A longer file is refused unread. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final int MAX_LINES = 64;
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    /** Whether {@code id} can name a request, an order and their answers: it becomes a file name. */
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /**
     * @throws ControlFileException for bytes that are not such a file
     */
    public static Fields parse(byte[] bytes) throws ControlFileException {
        if (bytes.length > MAX_BYTES) {
            throw new ControlFileException("the file is larger than " + MAX_BYTES + " bytes");
        }
        var fields = new LinkedHashMap<String, String>();
        for (var line : decodeUtf8(bytes).split("\n", -1)) {
            if (!line.isEmpty()) {
                parseLine(line, fields);
            }
        }
        return new Fields(fields);
    }

    /**
     * The bytes of a file that {@link #parse} reads back as the same fields.
     *
     * @throws IllegalArgumentException for a key that the format does not know, or more than it holds
     */
    public static byte[] format(SequencedMap<String, String> fields) {
        var text = new StringBuilder();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (!KEY.matcher(field.getKey()).matches()) {
                throw new IllegalArgumentException("not a key: " + field.getKey());
            }
            text.append(field.getKey())
                    .append('=')
                    .append(escape(field.getValue()))
                    .append('\n');
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES || fields.size() > MAX_LINES) {
            throw new IllegalArgumentException("too large for a control file: " + bytes.length + " bytes");
        }
        return bytes;
    }

    private static void parseLine(String line, Map<String, String> fields) throws ControlFileException {
        var equals = line.indexOf('=');
        if (equals < 0 || !KEY.matcher(line.substring(0, equals)).matches()) {
            throw new ControlFileException("a line is not of the form key=value");
        }
        var key = line.substring(0, equals);
        if (fields.size() == MAX_LINES) {
            throw new ControlFileException("the file has more than " + MAX_LINES + " lines");
        }
        if (fields.putIfAbsent(key, unescape(line.substring(equals + 1))) != null) {
            throw new ControlFileException("the key " + key + " is given twice");
        }
    }

    private static String decodeUtf8(byte[] bytes) throws ControlFileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ControlFileException("the file is not UTF-8", e);
        }
    }

    private static String escape(String value) {
        var text = new StringBuilder();
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        text.append("\\0").append("%03o".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.toString();
    }

    private static String unescape(String value) throws ControlFileException {
        var text = new StringBuilder();
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            var next = i + 1 < value.length() ? value.charAt(i + 1) : '\0';
            switch (next) {
                case '\\' -> text.append('\\');
                case 'n' -> text.append('\n');
                case '0' -> {
                    text.append(octal(value, i + 2));
                    i += 3;
                }
                default -> throw new ControlFileException("a backslash stands before neither \\, n nor 0ooo");
            }
            i++;
        }
        return text.toString();
    }

    private static char octal(String value, int start) throws ControlFileException {
        if (start + 3 > value.length() || !value.substring(start, start + 3).matches("[01][0-7]{2}")) {
            throw new ControlFileException("a backslash stands before neither \\, n nor 0ooo");
        }
        return (char) Integer.parseInt(value.substring(start, start + 3), 8);
    }

    private ControlFile() {}
}
