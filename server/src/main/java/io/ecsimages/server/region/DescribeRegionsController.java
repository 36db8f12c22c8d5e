package io.ecsimages.server.region;

import io.ecsimages.server.api.DescribeRegionsApi;
import io.ecsimages.server.model.DescribeRegionsRequest;
import io.ecsimages.server.model.DescribeRegionsResponse;
import io.ecsimages.server.model.Region;
import io.ecsimages.server.protocol.RequestContext;
import io.micronaut.http.annotation.Controller;

/** DescribeRegions: the listed regions, with this server as their endpoint. */
@Controller
class DescribeRegionsController implements DescribeRegionsApi {

    private final Regions regions;

    DescribeRegionsController(Regions regions) {
        this.regions = regions;
    }

    @Override
    public DescribeRegionsResponse describeRegions(DescribeRegionsRequest request, RequestContext context) {
        var language = languageOfNames(request.getAcceptLanguage().getValue());
        var listed = regions.listed();
        context.returnedRows(listed.size());
        return new DescribeRegionsResponse()
                .requestId(context.requestId())
                .regions(new io.ecsimages.server.model.Regions()
                        .region(listed.stream()
                                .map(id -> new Region()
                                        .regionId(id)
                                        .localName(regions.localName(id, language))
                                        .regionEndpoint(context.endpoint())
                                        .status("available"))
                                .toList()));
    }

    /** The language in which regions have names, for a language that the caller accepts. */
    private static String languageOfNames(String acceptLanguage) {
        return switch (acceptLanguage) {
            case "zh_TW" -> "zh-CN";
            case "fr", "de", "ko" -> "en-US";
            default -> acceptLanguage;
        };
    }
}
