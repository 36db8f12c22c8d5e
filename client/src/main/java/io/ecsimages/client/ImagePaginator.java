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
 * Iterates over all images of a list, page by page, while the list may change.
 *
 * <p>Pages overlap. Images that stay in the list keep their order, so a page that holds an image returned before continues
 * the list without a gap: images before that one were returned, and images after it are on the page or on later pages. Each
 * page is chosen so that it starts at or before the last returned image; varying the page size moves the page boundaries. If
 * a page holds no image returned before (too many images were removed), an earlier page is read instead. The first page
 * starts where the list starts and needs no overlap.
 */
final class ImagePaginator implements Iterator<Image> {

    /**
     * The smallest maximum size with which pages can overlap at every position below 2^31. A position is not covered if it
     * ends a page of every allowed size; the least common multiple of 2 to 23 is the first above 2^31.
     */
    private static final int SMALLEST_MAXIMUM_SIZE = 23;

    private final Function<DescribeImagesRequest, DescribeImagesResponse> service;
    private final DescribeImagesRequest request;
    private final int maximumSize;
    /** The creation times of the returned images, by id: an image that is deleted and created again moves. */
    private final Map<String, String> returned = new HashMap<>();

    private final Queue<Image> ready = new ArrayDeque<>();
    /** The index of the image that the next page must contain. */
    private int position;

    private boolean complete;

    /**
     * @param service the call that returns a page
     * @param request the list's filters; is copied
     * @throws IllegalArgumentException if PageNumber is set, or PageSize is less than 1
     */
    ImagePaginator(Function<DescribeImagesRequest, DescribeImagesResponse> service, DescribeImagesRequest request) {
        if (request.getPageNumber() != null) {
            throw new IllegalArgumentException(
                    "PageNumber is " + request.getPageNumber() + ": do not set it, listAll reads every page");
        }
        var pageSize = Objects.requireNonNullElse(request.getPageSize(), EcsApi.DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE);
        if (pageSize < 1) {
            throw new IllegalArgumentException("PageSize is " + pageSize + ": set at least 1, or none");
        }
        this.service = service;
        this.request = copy(request);
        this.maximumSize = Math.max(pageSize, SMALLEST_MAXIMUM_SIZE);
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
            read(Page.containing(position, maximumSize));
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
        var response = service.apply(request.pageNumber(page.number()).pageSize(page.size()));
        page.check(response);
        var images = response.getImages().getImage();
        if (page.start() > 0 && images.stream().noneMatch(this::wasReturned)) {
            position = Math.max(0, Math.min(position - page.size(), response.getTotalCount() - 1));
            return;
        }
        for (Image image : images) {
            if (returned.putIfAbsent(image.getImageId(), Objects.toString(image.getCreationTime())) == null) {
                ready.add(image);
            }
        }
        position = page.start() + images.size() - 1;
        complete = images.size() < page.size();
    }

    private boolean wasReturned(Image image) {
        return Objects.toString(image.getCreationTime()).equals(returned.get(image.getImageId()));
    }

    /**
     * A page of the list.
     *
     * @param number its number, from 1
     * @param size how many images it can hold
     */
    record Page(int number, int size) {

        /** Returns the page that ends last, of all pages that contain an index and have at most a size. */
        static Page containing(int index, int maximumSize) {
            var last = new Page(1, maximumSize);
            for (int size = maximumSize; size > 1; size--) {
                var page = new Page(index / size + 1, size);
                if (page.end() > last.end()) {
                    last = page;
                }
            }
            return last;
        }

        /** Returns the index of the first image. */
        int start() {
            return (number - 1) * size;
        }

        /** Returns the index after the last image. */
        int end() {
            return number * size;
        }

        /** @throws IllegalStateException if the response is another page than this one */
        void check(DescribeImagesResponse response) {
            if (!Objects.equals(response.getPageNumber(), number) || !Objects.equals(response.getPageSize(), size)) {
                throw new IllegalStateException("requested page " + number + " of " + size
                        + " images, but the service returned page " + response.getPageNumber() + " of "
                        + response.getPageSize());
            }
        }
    }
}
