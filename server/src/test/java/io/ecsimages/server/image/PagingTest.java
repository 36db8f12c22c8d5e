package io.ecsimages.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.Seeds;
import io.ecsimages.server.TestImages;
import io.ecsimages.server.TestServer;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** All pages together are the whole list in order, for any page size. */
@Tag("contract")
@Tag("query")
class PagingTest {

    private static final LocalDateTime EPOCH = LocalDateTime.of(2024, 1, 1, 0, 0);

    @Seeds(12)
    void pagesContainWholeListInOrder(long seed) {
        var random = new Random(seed);
        int total = random.nextInt(61);
        int size = 1 + random.nextInt(Integer.parseInt(TestServer.MAXIMUM_PAGE_SIZE));
        var images = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < total; i++) {
            var time = EPOCH.plusMinutes(random.nextInt(21)).format(DateTimeFormatter.ISO_DATE_TIME) + "Z";
            images.add(TestImages.image("m-" + i, "CreationTime", time));
        }
        var expected = images.stream()
                .sorted(Comparator.comparing((Map<String, Object> image) -> (String) image.get("CreationTime"))
                        .reversed()
                        .thenComparing(image -> (String) image.get("ImageId")))
                .map(image -> (String) image.get("ImageId"))
                .toList();
        try (var server = TestServer.empty()) {
            if (!images.isEmpty()) {
                server.importDump(TestImages.dump("cn-hangzhou", images), TestServer.ACCOUNT);
            }
            var found = new ArrayList<String>();
            for (int page = 1; (page - 1) * size <= expected.size(); page++) {
                var response = server.describe("PageSize", "" + size, "PageNumber", "" + page);
                assertThat(response.path("TotalCount").asInt()).isEqualTo(expected.size());
                for (JsonNode image : response.at("/Images/Image")) {
                    found.add(image.path("ImageId").asText());
                }
            }
            assertThat(found).isEqualTo(expected);
        }
    }
}
