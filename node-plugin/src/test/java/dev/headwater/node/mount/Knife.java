package dev.headwater.node.mount;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.util.Set;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;

/** Tells a test of each system call with which the plugin changes files or mounts, before the kernel hears of it. */
public final class Knife {
    private static final Set<String> CHANGES = Set.of(
            "WRITE",
            "IOCTL",
            "FCHMOD",
            "FCHOWN",
            "UMOUNT2",
            "MKDIRAT",
            "MKNODAT",
            "UNLINKAT",
            "RENAMEAT2",
            "MOVE_MOUNT",
            "FSMOUNT",
            "MOUNT_SETATTR");
    private static final Runnable NOTHING = () -> {};

    private static volatile Runnable listener = NOTHING;

    static {
        ByteBuddyAgent.install();
        new ByteBuddy()
                .redefine(Syscall.class)
                .visit(Advice.to(Before.class).on(named("call")))
                .make()
                .load(Syscall.class.getClassLoader(), ClassReloadingStrategy.fromInstalledAgent());
    }

    /** From now on, and until {@link #sheathe}. What the listener throws ends the call. */
    public static void at(Runnable everyChange) {
        listener = everyChange;
    }

    public static void sheathe() {
        listener = NOTHING;
    }

    /** Called from within {@link Syscall#call}. */
    public static void changing(String call) {
        if (CHANGES.contains(call)) {
            listener.run();
        }
    }

    static final class Before {
        @Advice.OnMethodEnter
        static void enter(@Advice.This Enum<?> call) {
            Knife.changing(call.name());
        }

        private Before() {}
    }

    private Knife() {}
}
