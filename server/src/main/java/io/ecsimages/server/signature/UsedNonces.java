package io.ecsimages.server.signature;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.TreeMap;

/**
 * The hashes of the nonces that still count, in memory outside of the heap: 11 to 22 bytes for each. Those that expire in the
 * same minute share a table, which is dropped whole. For one thread at a time.
 */
final class UsedNonces {

    private static final int SECONDS = 60;

    private final TreeMap<Long, Table> byMinute = new TreeMap<>();

    void add(Nonce nonce) {
        byMinute.computeIfAbsent(minute(nonce.expires()), unknown -> new Table())
                .add(nonce.hash());
    }

    boolean contains(long hash) {
        for (Table table : byMinute.values()) {
            if (table.contains(hash)) {
                return true;
            }
        }
        return false;
    }

    /** Drops what expired in the minutes before this time's. */
    void forget(Instant now) {
        byMinute.headMap(minute(now)).clear();
    }

    private static long minute(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), SECONDS);
    }

    /** A set by open addressing: a hash stands in its slot, or in the next one that is free. */
    private static final class Table {

        private static final int FIRST_CAPACITY = 1 << 10;
        private static final double MOST_FULL = 0.75;

        /** Odd. Nobody can make up nonces that crowd the same slots without it. */
        private static final long FACTOR = new SecureRandom().nextLong() | 1;

        private static final long FREE = 0;

        private LongBuffer slots = free(FIRST_CAPACITY);
        private int size;
        private boolean holdsZero;

        private static LongBuffer free(int capacity) {
            return ByteBuffer.allocateDirect(Math.multiplyExact(Long.BYTES, capacity))
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer();
        }

        boolean contains(long hash) {
            return hash == FREE ? holdsZero : slots.get(slot(hash)) == hash;
        }

        void add(long hash) {
            if (hash == FREE) {
                holdsZero = true;
            } else if (!contains(hash)) {
                if (size + 1 > MOST_FULL * slots.capacity()) {
                    grow();
                }
                slots.put(slot(hash), hash);
                size++;
            }
        }

        /** The slot where a hash stands, or would. */
        private int slot(long hash) {
            int last = slots.capacity() - 1;
            int slot = (int) (hash * FACTOR >>> Long.numberOfLeadingZeros(last));
            while (slots.get(slot) != FREE && slots.get(slot) != hash) {
                slot = slot + 1 & last;
            }
            return slot;
        }

        private void grow() {
            var old = slots;
            slots = free(2 * old.capacity());
            while (old.hasRemaining()) {
                long hash = old.get();
                if (hash != FREE) {
                    slots.put(slot(hash), hash);
                }
            }
        }
    }
}
