package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DescribeImagesApi;
import io.ecsimages.server.edition.Edition;
import io.ecsimages.server.edition.Editions;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.image.ImageList.Entry;
import io.ecsimages.server.image.ImagePages.Shown;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.DescribeImagesResponse;
import io.ecsimages.server.rpc.Format;
import io.ecsimages.server.rpc.Observation;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.List;

/**
 * DescribeImages. What a call costs, in statements: docs/performance.md.
 */
@Controller
class DescribeImagesController implements DescribeImagesApi {

    private final Editions editions;
    private final ImageQuery query;
    private final ImagePages pages;
    private final Regions regions;
    private final Explanation explanation;
    private final TransactionOperations<Connection> transactions;

    DescribeImagesController(
            Editions editions,
            ImageQuery query,
            ImagePages pages,
            Regions regions,
            Explanation explanation,
            TransactionOperations<Connection> transactions) {
        this.editions = editions;
        this.query = query;
        this.pages = pages;
        this.regions = regions;
        this.explanation = explanation;
        this.transactions = transactions;
    }

    @Override
    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        var call = Call.current();
        DescribeImagesRules.check(request, call.request().parameters());
        var known = known(request, call);
        return known != null ? known : transactions.executeRead(status -> read(request, call));
    }

    /** The answer, where all that is in it was read in this edition before; else null. */
    @Nullable
    private DescribeImagesResponse known(DescribeImagesRequest request, Call call) {
        if (isDryRun(request) || !isInJson(call) || explanation.isWanted()) {
            return null;
        }
        var edition = call.edition();
        var listing = query.known(edition, request, call.account());
        if (listing == null || listing.size() == 0 && !regions.isVendors(request.getRegionId())) {
            return null;
        }
        var shown = pages.known(edition, page(request, listing), call.account());
        return shown == null ? null : answer(request, call, edition, listing, shown);
    }

    private DescribeImagesResponse read(DescribeImagesRequest request, Call call) {
        var edition = editions.current();
        var listing = isDryRun(request) ? new Listing(List.of()) : query.list(edition, request, call.account());
        if (listing.size() == 0 && !regions.contains(request.getRegionId())) {
            throw new ApiException(ApiError.INVALID_REGION_ID_NOT_FOUND);
        }
        if (isDryRun(request)) {
            throw new ApiException(ApiError.DRY_RUN_OPERATION);
        }
        explanation.log(request, call);
        var page = page(request, listing);
        var shown =
                isInJson(call) ? pages.write(edition, page, call.account()) : pages.read(edition, page, call.account());
        return answer(request, call, edition, listing, shown);
    }

    private static boolean isDryRun(DescribeImagesRequest request) {
        return Boolean.TRUE.equals(request.getDryRun());
    }

    private static boolean isInJson(Call call) {
        return call.request().answerAs().format() == Format.JSON;
    }

    private static List<Entry> page(DescribeImagesRequest request, Listing listing) {
        long offset = (long) request.getPageSize() * (request.getPageNumber() - 1);
        var page = listing.page(offset, request.getPageSize());
        Observation.current().rows(page.size());
        return page;
    }

    private static DescribeImagesResponse answer(
            DescribeImagesRequest request, Call call, Edition edition, Listing listing, Shown shown) {
        if (shown.lasts()) {
            call.lastsIn(edition);
        }
        return new DescribeImagesResponse()
                .requestId(call.requestId())
                .regionId(request.getRegionId())
                .totalCount(listing.size())
                .pageNumber(request.getPageNumber())
                .pageSize(request.getPageSize())
                .images(shown.images());
    }
}
