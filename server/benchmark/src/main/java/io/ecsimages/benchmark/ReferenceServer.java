package io.ecsimages.benchmark;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The reference for throughput: a bare Micronaut endpoint that binds five query parameters and serialises ten fixed records.
 */
@Controller
final class ReferenceServer {

    static final String PATH = "/reference";
    static final String QUERY =
            PATH + "?RegionId=cn-hangzhou&PageNumber=1&PageSize=10&Status=Available&ImageName=web-*";

    /** The plain fields of an image. */
    @Serdeable
    record Item(
            String imageId,
            String imageName,
            String imageVersion,
            String description,
            String imageOwnerAlias,
            String architecture,
            String osName,
            String osNameEn,
            String osType,
            String platform,
            int size,
            String status,
            String progress,
            String creationTime,
            String usage,
            String productCode,
            boolean isCopied,
            boolean isSubscribed,
            boolean isSupportIoOptimized,
            boolean isSupportCloudinit) {}

    /** A response. */
    @Serdeable
    record Page(String regionId, int totalCount, int pageNumber, int pageSize, List<Item> items) {}

    private static final List<Item> ITEMS = IntStream.range(0, 10)
            .mapToObj(i -> new Item(
                    "m-bp100000000%09d".formatted(i),
                    "web-prod-2024060" + i,
                    "1." + i,
                    "Built on 2024-06-01 by the pipeline, with all updates of that day.",
                    "self",
                    "x86_64",
                    "Alibaba Cloud Linux  3.2104 LTS 64位",
                    "Alibaba Cloud Linux  3.2104 LTS 64 bit",
                    "linux",
                    "Aliyun",
                    40,
                    "Available",
                    "100%",
                    "2024-06-01T00:00:00Z",
                    "none",
                    "",
                    false,
                    false,
                    true,
                    true))
            .toList();

    @Get(PATH)
    Page page(
            @QueryValue("RegionId") String regionId,
            @QueryValue("PageNumber") int pageNumber,
            @QueryValue("PageSize") int pageSize,
            @QueryValue("Status") @Nullable String status,
            @QueryValue("ImageName") @Nullable String imageName) {
        return new Page(regionId, ITEMS.size(), pageNumber, pageSize, ITEMS);
    }

    /** @param arguments the port */
    public static void main(String[] arguments) {
        var context = ApplicationContext.builder()
                .properties(Map.of("micronaut.server.port", Integer.parseInt(arguments[0])))
                .banner(false)
                .start();
        context.getBean(EmbeddedServer.class).start();
    }
}
