package io.ecsimages.server.cli;

import io.ecsimages.server.admin.ImageAdmin;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.image.FilterDiagnostics;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.protocol.ParameterBinder;
import io.ecsimages.server.store.ImageEntity;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.Nullable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an operator does to single images: commands of the program. */
abstract class ImageCommands {

    /** Which image, of which catalogue. */
    static final class Target {
        @Mixin
        private DataOption data;

        @Option(
                names = "--region",
                paramLabel = "REGION",
                description = "Its region, needed where several regions have an image of this id.")
        @Nullable
        private String region;

        @Parameters(index = "0", paramLabel = "ImageId", description = "The image.")
        private String imageId;
    }

    @Command(description = "Shares an account's image with another account.")
    int share(@Mixin Target target, @Option(names = "--with", required = true, paramLabel = "UID") long account) {
        return change(target, "shared with " + account, (catalogue, image) -> catalogue.share(image, account, true));
    }

    @Command(description = "Ends what share began.")
    int unshare(@Mixin Target target, @Option(names = "--with", required = true, paramLabel = "UID") long account) {
        return change(
                target, "not shared with " + account, (catalogue, image) -> catalogue.share(image, account, false));
    }

    @Command(description = "Subscribes an account to an image of the market.")
    int subscribe(
            @Mixin Target target, @Option(names = "--account", required = true, paramLabel = "UID") long account) {
        return change(
                target, "subscribed to by " + account, (catalogue, image) -> catalogue.subscribe(image, account, true));
    }

    @Command(description = "Ends what subscribe began.")
    int unsubscribe(
            @Mixin Target target, @Option(names = "--account", required = true, paramLabel = "UID") long account) {
        return change(
                target,
                "not subscribed to by " + account,
                (catalogue, image) -> catalogue.subscribe(image, account, false));
    }

    @Command(description = "Makes an account's image a community image.")
    int publish(@Mixin Target target) {
        return change(target, "published", (catalogue, image) -> catalogue.publish(image, true));
    }

    @Command(description = "Ends what publish began.")
    int unpublish(@Mixin Target target) {
        return change(target, "not published", (catalogue, image) -> catalogue.publish(image, false));
    }

    @Command(
            name = "set-creating",
            description = "Sets an image to Creating for a duration, then to Available; use it to test polling.")
    int setCreating(
            @Mixin Target target,
            @Option(
                            names = "--for",
                            required = true,
                            paramLabel = "DURATION",
                            description = "How long it takes: PT30S is 30 seconds, PT5M 5 minutes.")
                    Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new CommandException("the duration must be positive: " + duration);
        }
        return change(target, "Creating for " + duration, (catalogue, image) -> catalogue.setCreating(image, duration));
    }

    @Command(description = "Says whether a request lists an image, and if not, which conditions keep it out.")
    int explain(
            @Mixin Target target,
            @Option(names = "--account", required = true, paramLabel = "UID", description = "Who asks.") long account,
            @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME=VALUE", description = "The request.")
                    @Nullable
                    Map<String, String> parameters) {
        try (var context = target.data.open()) {
            var image = find(context, target);
            var given = new HashMap<String, String>(parameters == null ? Map.of() : parameters);
            given.putIfAbsent(DescribeImagesRequest.JSON_PROPERTY_REGION_ID, image.regionId());
            given.keySet().removeIf(name -> name.equals(CommonParameter.ACTION.parameterName()));
            var request = context.getBean(ParameterBinder.class).bind(DescribeImagesRequest.class, given);
            var unmet = context.getBean(FilterDiagnostics.class).unmetConditions(image, request, given, account);
            out().println(image.imageId() + (unmet.isEmpty() ? " is in the list" : " is not in the list"));
            unmet.forEach(reason -> out().println("  " + reason));
        } catch (ApiException e) {
            throw new CommandException(e.error().code() + ": " + e.getMessage());
        }
        return 0;
    }

    private int change(Target target, String done, BiConsumer<ImageAdmin, ImageEntity> change) {
        try (var context = target.data.open()) {
            var catalogue = context.getBean(ImageAdmin.class);
            var image = find(context, target);
            change.accept(catalogue, image);
            var end = catalogue.exists(image) ? "" : ", and deleted: its owner is unknown, and nobody else can see it";
            out().println(target.imageId + " " + done + end);
        }
        return 0;
    }

    private static ImageEntity find(ApplicationContext context, Target target) {
        return context.getBean(ImageAdmin.class).find(target.imageId, target.region);
    }

    abstract PrintWriter out();
}
