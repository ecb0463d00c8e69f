package dev.headwater.e2e.csidriver.host;

/**
 * A loop device that carries an image.
 *
 * @param name as in {@code /sys/block}: {@code loop3}
 * @param number major and minor as in mountinfo: {@code 7:3}
 */
public record Loop(String name, String number) {
    /** The device file. */
    public String device() {
        return "/dev/" + name;
    }
}
