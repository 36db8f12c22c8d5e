package io.ecsimages.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ecsimages.client.api.EcsApi;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.DescribeImagesResponse;
import io.ecsimages.client.model.Image;
import io.ecsimages.client.model.Images;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists a catalogue in memory, which pages as the API does, while it changes between the requests. */
@Tag("contract")
class ImagePaginatorTest {

    private static final int MAXIMUM = EcsApi.DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE;

    /** Images by creation time, newest first. */
    private static final class Catalogue {

        private static final Comparator<Image> NEWEST_FIRST =
                Comparator.comparing(Image::getCreationTime).reversed().thenComparing(Image::getImageId);

        private final List<Image> images = new ArrayList<>();
        private final List<String> requests = new ArrayList<>();
        private Consumer<Catalogue> change = catalogue -> {};
        private int created;

        Catalogue(int size) {
            IntStream.range(0, size).forEach(i -> add(i * 10));
        }

        void add(int time) {
            var image = new Image().imageId("m-" + created++).creationTime(String.valueOf(2_000_000_000L + time));
            images.add(-1 - Collections.binarySearch(images, image, NEWEST_FIRST), image);
        }

        void remove(int from, int to) {
            images.subList(Math.min(from, images.size()), Math.min(to, images.size()))
                    .clear();
        }

        DescribeImagesResponse respond(DescribeImagesRequest request) {
            if (!requests.isEmpty()) {
                change.accept(this);
            }
            requests.add(request.getPageNumber() + " of " + request.getPageSize());
            return new DescribeImagesResponse()
                    .totalCount(images.size())
                    .pageNumber(request.getPageNumber())
                    .pageSize(request.getPageSize())
                    .images(new Images()
                            .image(images.stream()
                                    .skip((long) (request.getPageNumber() - 1) * request.getPageSize())
                                    .limit(request.getPageSize())
                                    .toList()));
        }

        List<String> ids() {
            return images.stream().map(Image::getImageId).toList();
        }

        List<String> listAll() {
            return listAll(new DescribeImagesRequest());
        }

        List<String> listAll(DescribeImagesRequest request) {
            Iterable<Image> all = () -> new ImagePaginator(this::respond, request);
            return StreamSupport.stream(all.spliterator(), false)
                    .map(Image::getImageId)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource
    void listsImagesInOrder(int size) {
        var catalogue = new Catalogue(size);
        assertThat(catalogue.listAll()).isEqualTo(catalogue.ids());
    }

    static IntStream listsImagesInOrder() {
        return IntStream.of(0, 1, MAXIMUM - 1, MAXIMUM, MAXIMUM + 1, 2 * MAXIMUM - 2, 2 * MAXIMUM - 1, 10 * MAXIMUM);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 22, 23, 50, 100})
    void acceptsAnyPageSize(int pageSize) {
        var catalogue = new Catalogue(300);
        assertThat(catalogue.listAll(new DescribeImagesRequest().pageSize(pageSize)))
                .isEqualTo(catalogue.ids());
        assertThat(catalogue.requests.get(0)).isEqualTo("1 of " + Math.max(pageSize, 23));
    }

    @Test
    void readsASmallListWithOneRequest() {
        var catalogue = new Catalogue(MAXIMUM - 1);
        catalogue.listAll();
        assertThat(catalogue.requests).containsExactly("1 of " + MAXIMUM);
    }

    @Test
    void overlapsPagesByOneImage() {
        var catalogue = new Catalogue(3 * MAXIMUM + MAXIMUM / 2);
        catalogue.listAll();
        assertThat(catalogue.requests)
                .containsExactly(
                        "1 of " + MAXIMUM, "2 of " + (MAXIMUM - 1), "3 of " + (MAXIMUM - 2), "4 of " + (MAXIMUM - 3));
    }

    @Test
    void readsAPageWhenItsFirstImageIsRequested() {
        var catalogue = new Catalogue(5 * MAXIMUM);
        var images = new ImagePaginator(catalogue::respond, new DescribeImagesRequest());
        assertThat(catalogue.requests).isEmpty();
        for (int i = 0; i < MAXIMUM; i++) {
            images.next();
        }
        assertThat(catalogue.requests).hasSize(1);
        images.next();
        assertThat(catalogue.requests).hasSize(2);
    }

    @Test
    void doesNotRepeatImagesThatNewOnesMoveToTheNextPage() {
        var catalogue = new Catalogue(300);
        var before = catalogue.ids();
        catalogue.change = it -> it.add(1_000_000 + it.created);
        assertThat(catalogue.listAll()).isEqualTo(before);
    }

    @Test
    void doesNotSkipNeighboursOfRemovedImages() {
        var catalogue = new Catalogue(300);
        var last = catalogue.ids().subList(90, 300);
        catalogue.change = it -> {
            it.remove(0, 90);
            it.change = unchanged -> {};
        };
        assertThat(catalogue.listAll()).containsAll(last);
    }

    @Test
    void doesNotSkipImagesIfTheTotalCountHidesAChange() {
        var catalogue = new Catalogue(300);
        var permanent = catalogue.ids().subList(50, 299);
        catalogue.change = it -> {
            it.remove(0, 50);
            IntStream.range(0, 50).forEach(i -> it.add(-1 - i));
            it.change = unchanged -> {};
        };
        assertThat(catalogue.listAll()).containsAll(permanent);
    }

    @Test
    void endsIfTheListBecomesEmpty() {
        var catalogue = new Catalogue(3 * MAXIMUM);
        catalogue.change = it -> it.remove(0, 3 * MAXIMUM);
        assertThat(catalogue.listAll()).hasSize(MAXIMUM);
    }

    /** New seeds in each run; a failure shows its page size and seed. */
    static Stream<Arguments> pageSizesAndSeeds() {
        var random = new Random();
        return Stream.concat(
                Stream.of(1, 2, 10, 22, 23, 50, 100)
                        .flatMap(size -> LongStream.generate(random::nextLong)
                                .limit(30)
                                .mapToObj(seed -> Arguments.of(size, seed))),
                LongStream.generate(random::nextLong)
                        .limit(500)
                        .mapToObj(seed -> Arguments.of(1 + random.nextInt(100), seed)));
    }

    @ParameterizedTest(name = "PageSize {0}, seed {1}L")
    @MethodSource("pageSizesAndSeeds")
    void listsPermanentImagesExactlyOnce(int pageSize, long seed) {
        var random = new Random(seed);
        int size = random.nextInt(401);
        int mostChanges = random.nextInt(61);
        var catalogue = new Catalogue(size);
        var permanent = new HashSet<>(catalogue.ids());
        var everSeen = new HashSet<>(catalogue.ids());
        catalogue.change = it -> {
            // A catalogue that grows faster than it is read has no end.
            for (int i = random.nextInt(mostChanges + 1); i > 0 && it.requests.size() < 100; i--) {
                if (random.nextBoolean()) {
                    it.add(random.nextInt(size * 10 + 100));
                } else {
                    int from = random.nextInt(it.images.size() + 1);
                    it.remove(from, from + random.nextInt(3));
                }
            }
            permanent.retainAll(it.ids());
            everSeen.addAll(it.ids());
        };
        var listed = catalogue.listAll(new DescribeImagesRequest().pageSize(pageSize));
        var distinct = Set.copyOf(listed);
        assertThat(listed).as("without duplicates").hasSameSizeAs(distinct);
        permanent.removeAll(distinct);
        assertThat(permanent).as("images that stayed but were skipped").isEmpty();
        assertThat(everSeen.containsAll(distinct))
                .as("only images of the catalogue")
                .isTrue();
    }

    static Stream<Arguments> indexesAndMaximumSizes() {
        var random = new Random();
        var leastCommonMultipleOfSizesTo22 = 232_792_560;
        return Stream.concat(
                Stream.of(Arguments.of(leastCommonMultipleOfSizesTo22 - 1, 23), Arguments.of(0, 23)),
                Stream.generate(() -> Arguments.of(random.nextInt(1_000_000_000), 23 + random.nextInt(78)))
                        .limit(1000));
    }

    @ParameterizedTest
    @MethodSource("indexesAndMaximumSizes")
    void nextPageContainsTheLastImageAndTheOneAfterIt(int index, int maximumSize) {
        var page = ImagePaginator.Page.containing(index, maximumSize);
        assertThat(page.start()).isLessThanOrEqualTo(index);
        assertThat(page.end()).isGreaterThan(index + 1);
        assertThat(page.size()).isLessThanOrEqualTo(maximumSize);
    }

    @Test
    void leavesTheRequestUnchanged() {
        var request = new DescribeImagesRequest().regionId("cn-hangzhou");
        new Catalogue(10).listAll(request);
        assertThat(request).isEqualTo(new DescribeImagesRequest().regionId("cn-hangzhou"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void rejectsAPageNumber(int pageNumber) {
        var request = new DescribeImagesRequest().pageNumber(pageNumber);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImagePaginator(new Catalogue(300)::respond, request))
                .withMessageContaining("PageNumber is " + pageNumber);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void rejectsAPageSizeBelowOne(int pageSize) {
        var request = new DescribeImagesRequest().pageSize(pageSize);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImagePaginator(new Catalogue(300)::respond, request))
                .withMessageContaining("PageSize is " + pageSize);
    }

    @Test
    void failsIfTheServiceReturnsAnotherPage() {
        var catalogue = new Catalogue(3 * MAXIMUM);
        var images = new ImagePaginator(
                request -> catalogue.respond(request.pageSize(MAXIMUM / 2)).pageSize(MAXIMUM / 2),
                new DescribeImagesRequest());
        assertThatIllegalStateException()
                .isThrownBy(images::hasNext)
                .withMessage(
                        "requested page 1 of %d images, but the service returned page 1 of %d", MAXIMUM, MAXIMUM / 2);
    }
}
