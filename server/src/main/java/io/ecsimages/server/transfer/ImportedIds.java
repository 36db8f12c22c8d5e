package io.ecsimages.server.transfer;

import io.ecsimages.server.store.ImageEntity;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What dumps hold, at one bit an image, so that what they do not hold can be told from it. */
final class ImportedIds {

    private static final int BLOCK = 1 << 16;

    private final Map<String, Set<String>> sourcesByRegion = new HashMap<>();
    private final Map<Long, BitSet> blocks = new HashMap<>();

    void add(List<String> regions) {
        regions.forEach(region -> sourcesByRegion.computeIfAbsent(region, name -> new HashSet<>()));
    }

    void add(String regionId, List<ImageEntity> rows) {
        for (ImageEntity row : rows) {
            sourcesByRegion.computeIfAbsent(regionId, name -> new HashSet<>()).add(row.source());
            blocks.computeIfAbsent(row.key() / BLOCK, block -> new BitSet()).set((int) (row.key() % BLOCK));
        }
    }

    /** Those of these keys that the dumps do not hold. */
    List<Long> without(Collection<Long> keys) {
        return keys.stream()
                .filter(key -> {
                    var block = blocks.get(key / BLOCK);
                    return block == null || !block.get((int) (key % BLOCK));
                })
                .toList();
    }

    Set<String> regions() {
        return sourcesByRegion.keySet();
    }

    boolean hasSource(String regionId, String source) {
        return sourcesByRegion.getOrDefault(regionId, Set.of()).contains(source);
    }
}
