package io.ecsimages.server.image;

import io.ecsimages.server.api.DescribeRegionsApi;
import io.ecsimages.server.model.DescribeRegionsRequest;
import io.ecsimages.server.model.DescribeRegionsResponse;
import io.ecsimages.server.model.Region;
import io.ecsimages.server.rpc.Observation;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.micronaut.http.annotation.Controller;
import io.micronaut.transaction.annotation.ReadOnly;

/** DescribeRegions. A call costs one statement. */
@Controller
class DescribeRegionsController implements DescribeRegionsApi {

    private final Regions regions;

    DescribeRegionsController(Regions regions) {
        this.regions = regions;
    }

    @Override
    @ReadOnly
    public DescribeRegionsResponse describeRegions(DescribeRegionsRequest request) {
        var call = Call.current();
        var language = request.getAcceptLanguage().getValue();
        var all = regions.all();
        Observation.current().rows(all.size());
        return new DescribeRegionsResponse()
                .requestId(call.requestId())
                .regions(new io.ecsimages.server.model.Regions()
                        .region(all.stream()
                                .map(id -> new Region()
                                        .regionId(id)
                                        .localName(regions.localName(id, language))
                                        .regionEndpoint(
                                                call.request().answerAs().endpoint())
                                        .status("available"))
                                .toList()));
    }
}
