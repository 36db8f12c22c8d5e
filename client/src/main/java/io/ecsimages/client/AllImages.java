package io.ecsimages.client;

import io.ecsimages.client.api.EcsApi;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.DescribeImagesResponse;
import io.ecsimages.client.model.Image;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanProperty;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Function;

/**
 * Every image of a list, read page by page while the list may change.
 *
 * <p>Images that stay keep their order. So if a page holds an image that was handed out, then whatever stays and comes
 * before that image was handed out too, and whatever stays and comes after it is on the page, or behind it: nothing lies
 * between. Each page is therefore chosen to begin at or before the last known image; other page sizes put pages
 * elsewhere. A page on which nothing is known (too much was removed) proves nothing, and an earlier one is read. The first
 * page begins where the list does, and proves itself.
 */
final class AllImages implements Iterator<Image> {

    /**
     * With every size up to 22, some place below 2^31 is the end of a page in each of them; from 23 on, there is none (the
     * least common multiple of 2 to 23 is larger).
     */
    private static final int SMALLEST_PAGE = 23;

    private final Function<DescribeImagesRequest, DescribeImagesResponse> service;
    private final DescribeImagesRequest request;
    private final int largestPage;
    /** The images that were handed out, and when each was created: one that was made anew stands elsewhere. */
    private final Map<String, String> known = new HashMap<>();

    private final Queue<Image> ready = new ArrayDeque<>();
    /** How many images come before the one that the next page must hold. */
    private int place;

    private boolean complete;

    AllImages(Function<DescribeImagesRequest, DescribeImagesResponse> service, DescribeImagesRequest request) {
        if (request.getPageNumber() != null) {
            throw new IllegalArgumentException("PageNumber is set, but every page is read");
        }
        this.service = service;
        this.request = copy(request);
        this.largestPage =
                request.getPageSize() == null ? EcsApi.DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE : request.getPageSize();
        if (largestPage < SMALLEST_PAGE) {
            throw new IllegalArgumentException(
                    "PageSize is " + largestPage + ", but must be at least " + SMALLEST_PAGE);
        }
    }

    private static DescribeImagesRequest copy(DescribeImagesRequest request) {
        var introspection = BeanIntrospection.getIntrospection(DescribeImagesRequest.class);
        var copy = introspection.instantiate();
        for (BeanProperty<DescribeImagesRequest, Object> property : introspection.getBeanProperties()) {
            property.set(copy, property.get(request));
        }
        return copy;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !complete) {
            read(Page.around(place, largestPage));
        }
        return !ready.isEmpty();
    }

    @Override
    public Image next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void read(Page page) {
        var answer = service.apply(request.pageNumber(page.number()).pageSize(page.size()));
        page.check(answer);
        var images = answer.getImages().getImage();
        if (page.start() > 0 && images.stream().noneMatch(this::isKnown)) {
            place = Math.max(0, Math.min(place - page.size(), answer.getTotalCount() - 1));
            return;
        }
        for (Image image : images) {
            if (known.putIfAbsent(image.getImageId(), Objects.toString(image.getCreationTime())) == null) {
                ready.add(image);
            }
        }
        place = page.start() + images.size() - 1;
        complete = images.size() < page.size();
    }

    private boolean isKnown(Image image) {
        return Objects.toString(image.getCreationTime()).equals(known.get(image.getImageId()));
    }

    /** A page of the list, counted from 1. */
    record Page(int number, int size) {

        /** Of all pages that hold this place, the one that reaches furthest. */
        static Page around(int place, int largest) {
            var furthest = new Page(1, largest);
            for (int size = largest; size > 1; size--) {
                var page = new Page(place / size + 1, size);
                if (page.end() > furthest.end()) {
                    furthest = page;
                }
            }
            return furthest;
        }

        int start() {
            return (number - 1) * size;
        }

        int end() {
            return number * size;
        }

        /** A service that pages otherwise than it was asked to cannot be followed. */
        void check(DescribeImagesResponse answer) {
            if (!Objects.equals(answer.getPageNumber(), number) || !Objects.equals(answer.getPageSize(), size)) {
                throw new IllegalStateException("The service answered page " + answer.getPageNumber() + " of "
                        + answer.getPageSize() + " images where page " + number + " of " + size + " was asked for");
            }
        }
    }
}
