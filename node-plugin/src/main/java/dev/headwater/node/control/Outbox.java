package dev.headwater.node.control;

import dev.headwater.control.ControlFile;
import dev.headwater.control.Fields;
import dev.headwater.control.Layout;
import dev.headwater.control.Order;
import dev.headwater.control.Token;
import dev.headwater.node.mount.Fd;
import dev.headwater.node.mount.KernelException;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;

/** Writes results and orders: each appears at once and whole, and is final. */
public final class Outbox {
    private static final int MOST_RESULTS = 256;
    private static final int MOST_LISTED = 1024;
    private static final int SECRET = 0400;
    private static final String RESULTS = Layout.SLOT_CONTROL + "/" + Layout.RESULTS;

    /** Writes the result of a request. A result that is there stays as it is. */
    public static void result(SlotTarget slot, String id, Fields fields) throws IOException {
        InlineVolumes.change(slot, root -> {
            try (var results = root.ownDirectory(RESULTS)) {
                removeOldest(results);
                write(results, id + Layout.RESULT_SUFFIX, fields);
            }
        });
    }

    /** Writes an order into a keeper's control volume, and wakes the keeper. An order that is there stays as it is. */
    public static void order(SlotTarget keeper, String id, Order order) throws IOException {
        InlineVolumes.change(keeper, root -> {
            try (var orders = root.ownDirectory(Layout.ORDERS)) {
                wake(orders);
                write(orders, id + Layout.ORDER_SUFFIX, Order.toFields(order));
            }
        });
    }

    /** Lets a keeper start its program, which takes a quarter of a second, before there is an order. */
    public static void wake(SlotTarget keeper) throws IOException {
        InlineVolumes.change(keeper, root -> {
            try (var orders = root.ownDirectory(Layout.ORDERS)) {
                wake(orders);
            }
        });
    }

    private static void wake(Fd orders) throws KernelException {
        if (!orders.has(Layout.WAKE)) {
            write(orders, Layout.WAKE, new Fields.Builder().with("awake", "yes").build());
        }
    }

    /** Writes the secret of an order that is written next; only the keeper's user can read it. */
    public static void token(SlotTarget keeper, String id, Token token, long uid, long gid) throws IOException {
        InlineVolumes.change(keeper, root -> {
            try (var orders = root.ownDirectory(Layout.ORDERS)) {
                orders.unlink(id + Layout.TOKEN_SUFFIX);
                try (var file = orders.create(id + Layout.TOKEN_SUFFIX, SECRET)) {
                    file.chown(uid, gid);
                    file.write(token.bytes());
                }
            }
        });
    }

    /** Removes the secret of an order that is done; none is fine. */
    public static void removeToken(SlotTarget keeper, String id) throws IOException {
        InlineVolumes.change(keeper, root -> {
            try (var orders = root.ownDirectory(Layout.ORDERS)) {
                orders.unlink(id + Layout.TOKEN_SUFFIX);
            }
        });
    }

    /** Whether the request has its result. */
    public static boolean hasResult(SlotTarget slot, String id) throws IOException {
        try (var root = InlineVolumes.open(slot);
                var results = root.ownDirectory(RESULTS)) {
            return results.has(id + Layout.RESULT_SUFFIX);
        }
    }

    private static void write(Fd directory, String name, Fields fields) throws KernelException {
        var temporary = "." + name;
        directory.unlink(temporary);
        InlineVolumes.writeReadable(directory, temporary, ControlFile.format(fields.values()));
        try {
            directory.rename(temporary, name);
        } catch (KernelException e) {
            if (!e.exists()) {
                throw e;
            }
            directory.unlink(temporary);
        }
    }

    private static void removeOldest(Fd results) throws IOException {
        var names = results.list(MOST_LISTED);
        if (names.size() < MOST_RESULTS) {
            return;
        }
        record Aged(String name, Instant at) {}
        var aged = new ArrayList<Aged>();
        for (var name : names) {
            try (var result = results.handle(name)) {
                aged.add(new Aged(name, result.stat().modified()));
            }
        }
        aged.sort(Comparator.comparing(Aged::at));
        for (var old : aged.subList(0, names.size() - MOST_RESULTS + 1)) {
            results.unlink(old.name());
        }
    }

    private Outbox() {}
}
