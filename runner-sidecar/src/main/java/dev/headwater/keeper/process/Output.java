package dev.headwater.keeper.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Takes in a command's output while the command runs, in constant memory. */
@FunctionalInterface
public interface Output {
    void read(InputStream output) throws IOException;

    /** Output that nobody needs. */
    static Output ignored() {
        return output -> output.transferTo(OutputStream.nullOutputStream());
    }
}
