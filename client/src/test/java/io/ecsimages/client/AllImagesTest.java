package io.ecsimages.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.DescribeImagesResponse;
import io.ecsimages.client.model.Image;
import io.ecsimages.client.model.Images;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What comes out of a list that changes between its pages: against a catalogue in memory that pages as the API does. */
class AllImagesTest {

    /** Images by the time of their creation, newest first. */
    private static final class Catalogue {

        private final List<Image> images = new ArrayList<>();
        private final List<String> requests = new ArrayList<>();
        private Consumer<Catalogue> change = catalogue -> {};
        private int made;

        Catalogue(int size) {
            IntStream.range(0, size).forEach(i -> add(i * 10));
        }

        void add(int time) {
            images.add(new Image().imageId("m-" + made++).creationTime(String.format("%09d", time)));
            images.sort(Comparator.comparing(Image::getCreationTime).reversed().thenComparing(Image::getImageId));
        }

        void remove(int from, int to) {
            images.subList(Math.min(from, images.size()), Math.min(to, images.size()))
                    .clear();
        }

        DescribeImagesResponse answer(DescribeImagesRequest request) {
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

        List<String> listed() {
            return listed(new DescribeImagesRequest());
        }

        List<String> listed(DescribeImagesRequest request) {
            Iterable<Image> all = () -> new AllImages(this::answer, request);
            return StreamSupport.stream(all.spliterator(), false)
                    .map(Image::getImageId)
                    .toList();
        }
    }

    @Test
    void aListThatStaysComesInItsOrder() {
        for (int size : List.of(0, 1, 99, 100, 101, 198, 199, 1000)) {
            var catalogue = new Catalogue(size);
            assertEquals(catalogue.ids(), catalogue.listed());
        }
    }

    @Test
    void whatFitsOnAPageTakesOneRequestAndOtherPagesOverlapByAnImage() {
        var small = new Catalogue(99);
        small.listed();
        assertEquals(List.of("1 of 100"), small.requests);
        var large = new Catalogue(350);
        large.listed();
        assertEquals(List.of("1 of 100", "2 of 99", "3 of 98", "4 of 97"), large.requests);
    }

    @Test
    void aPageIsReadWhenItsFirstImageIsAskedFor() {
        var catalogue = new Catalogue(500);
        var images = new AllImages(catalogue::answer, new DescribeImagesRequest());
        assertEquals(0, catalogue.requests.size());
        for (int i = 0; i < 100; i++) {
            images.next();
        }
        assertEquals(1, catalogue.requests.size());
        images.next();
        assertEquals(2, catalogue.requests.size());
    }

    @Test
    void newImagesPushKnownOnesToTheNextPageAndThoseComeOnce() {
        var catalogue = new Catalogue(300);
        var before = catalogue.ids();
        catalogue.change = it -> it.add(1_000_000 + it.made);
        assertEquals(before, catalogue.listed());
    }

    @Test
    void removedImagesDoNotHideTheirNeighbours() {
        var catalogue = new Catalogue(300);
        var last = catalogue.ids().subList(90, 300);
        catalogue.change = it -> {
            it.remove(0, 90);
            it.change = unchanged -> {};
        };
        assertTrue(catalogue.listed().containsAll(last));
    }

    @Test
    void anImageAddedAndOneRemovedAtTheSameTimeLeaveTheCountAndHideNothing() {
        var catalogue = new Catalogue(300);
        var stays = catalogue.ids().subList(50, 299);
        catalogue.change = it -> {
            it.remove(0, 50);
            IntStream.range(0, 50).forEach(i -> it.add(-1 - i));
            it.change = unchanged -> {};
        };
        assertTrue(catalogue.listed().containsAll(stays));
    }

    @Test
    void aListThatIsEmptiedEnds() {
        var catalogue = new Catalogue(300);
        catalogue.change = it -> it.remove(0, 300);
        assertEquals(100, catalogue.listed().size());
    }

    @Property(tries = 2000)
    void whatStaysComesOnceWhateverChanges(
            @ForAll @IntRange(max = 400) int size,
            @ForAll @IntRange(min = 23, max = 100) int pageSize,
            @ForAll @IntRange(max = 60) int most,
            @ForAll Random random) {
        var catalogue = new Catalogue(size);
        var stays = new HashSet<>(catalogue.ids());
        var ever = new HashSet<>(catalogue.ids());
        catalogue.change = it -> {
            // A catalogue that grows faster than it is read has no end.
            for (int i = random.nextInt(most + 1); i > 0 && it.requests.size() < 100; i--) {
                if (random.nextBoolean()) {
                    it.add(random.nextInt(size * 10 + 100));
                } else {
                    int from = random.nextInt(it.images.size() + 1);
                    it.remove(from, from + random.nextInt(3));
                }
            }
            stays.retainAll(it.ids());
            ever.addAll(it.ids());
        };
        var listed = catalogue.listed(new DescribeImagesRequest().pageSize(pageSize));
        var distinct = Set.copyOf(listed);
        assertEquals(listed.size(), distinct.size(), "an image came twice");
        stays.removeAll(distinct);
        assertEquals(Set.of(), stays, "images that were there all the time did not come");
        assertTrue(ever.containsAll(distinct));
    }

    @Property(tries = 2000)
    void aPageThatFollowsHoldsTheLastKnownPlaceAndTheNext(
            @ForAll @IntRange(max = 10_000_000) int place, @ForAll @IntRange(min = 23, max = 100) int largest) {
        var page = AllImages.Page.around(place, largest);
        assertTrue(page.start() <= place && place + 1 < page.end(), page.toString());
        assertTrue(page.size() <= largest);
    }

    @Test
    void theCallersRequestIsLeftAsItWas() {
        var request = new DescribeImagesRequest().regionId("cn-hangzhou");
        new Catalogue(10).listed(request);
        assertNull(request.getPageNumber());
        assertNull(request.getPageSize());
    }

    @Test
    void whatCannotBeFollowedIsRefused() {
        var catalogue = new Catalogue(300);
        Stream.of(
                        new DescribeImagesRequest().pageNumber(2),
                        new DescribeImagesRequest().pageNumber(1),
                        new DescribeImagesRequest().pageSize(22))
                .forEach(request ->
                        assertThrows(IllegalArgumentException.class, () -> new AllImages(catalogue::answer, request)));
        assertFalse(catalogue.listed(new DescribeImagesRequest().pageSize(23)).isEmpty());
    }

    @Test
    void aServiceThatPagesOtherwiseThanAskedIsNotFollowed() {
        var catalogue = new Catalogue(300);
        var images = new AllImages(
                request -> catalogue.answer(request.pageSize(50)).pageSize(50), new DescribeImagesRequest());
        assertThrows(IllegalStateException.class, images::hasNext);
    }
}
