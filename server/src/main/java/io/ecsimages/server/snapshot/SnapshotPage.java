package io.ecsimages.server.snapshot;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeSnapshotsRequest;
import io.ecsimages.server.protocol.NextToken;
import io.ecsimages.server.snapshot.SnapshotSearch.FoundSnapshot;
import io.micronaut.core.annotation.Nullable;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A page of DescribeSnapshots, by PageNumber or by NextToken.
 *
 * @param number the PageNumber; 1 with MaxResults or NextToken
 * @param size the greatest number of snapshots on a page
 * @param offset the number of snapshots before the page; 0 with NextToken
 * @param after the last snapshot before the page; null without NextToken
 */
record SnapshotPage(
        int number, int size, long offset, @Nullable Position after) {

    /** The place of a snapshot in the list. */
    private record Position(LocalDateTime creationTime, String snapshotId) {

        static Position of(FoundSnapshot found) {
            return new Position(
                    found.snapshot().creationTime(), found.snapshot().snapshotId());
        }

        static Position parse(String token) {
            var key = NextToken.parse(token, 2);
            try {
                return new Position(LocalDateTime.parse(key.get(0)), key.get(1));
            } catch (DateTimeException e) {
                throw new ApiException(ApiError.INVALID_PARAMETER_NEXT_TOKEN);
            }
        }

        String token() {
            return NextToken.after(creationTime.toString(), snapshotId);
        }
    }

    /** Newest first, then by SnapshotId. */
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::creationTime).reversed().thenComparing(Position::snapshotId);

    /**
     * Returns the page of a request.
     *
     * @throws ApiException InvalidParameter.NextToken
     */
    static SnapshotPage of(DescribeSnapshotsRequest request) {
        int size = Objects.requireNonNullElse(request.getMaxResults(), request.getPageSize());
        var token = request.getNextToken();
        if (token != null) {
            return new SnapshotPage(1, size, 0, Position.parse(token));
        } else if (request.getMaxResults() != null) {
            return new SnapshotPage(1, size, 0, null);
        }
        return new SnapshotPage(request.getPageNumber(), size, (long) size * (request.getPageNumber() - 1), null);
    }

    /** The snapshots of this page, and the token of the next one. */
    record Content(List<FoundSnapshot> snapshots, @Nullable String nextToken) {}

    /** Cuts the page out of all snapshots that match. */
    Content cut(List<FoundSnapshot> matching) {
        var rest = matching.stream()
                .sorted(Comparator.comparing(Position::of, ORDER))
                .filter(found -> after == null || ORDER.compare(Position.of(found), after) > 0)
                .skip(offset)
                .toList();
        return rest.size() > size
                ? new Content(
                        rest.subList(0, size), Position.of(rest.get(size - 1)).token())
                : new Content(rest, null);
    }
}
