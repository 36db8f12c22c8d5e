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
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that change or explain a single image. */
abstract class ImageCommands {

    /** The options that select an image. */
    static final class Target {
        @Mixin
        private DataOption data;

        @Option(
                names = "--region",
                paramLabel = "REGION",
                description = "The region of the image. Required if several regions have this ImageId.")
        @Nullable
        private String region;

        @Parameters(index = "0", paramLabel = "ImageId", description = "The ImageId.")
        private String imageId;
    }

    /** The account that an image is shared with. */
    static final class OtherAccount {
        @Option(
                names = "--with",
                required = true,
                paramLabel = "UID",
                converter = OptionConverters.AccountId.class,
                description = "The other account.")
        private long account;
    }

    /** The account that subscribes to an image. */
    static final class Subscriber {
        @Option(
                names = "--account",
                required = true,
                paramLabel = "UID",
                converter = OptionConverters.AccountId.class,
                description = "The account that subscribes.")
        private long account;
    }

    @Command(description = "Shares an account's image with another account.")
    int share(@Mixin Target target, @Mixin OtherAccount other) {
        return change(
                target, "shared with " + other.account, (admin, image) -> admin.share(image, other.account, true));
    }

    @Command(description = "Stops sharing an image with an account.")
    int unshare(@Mixin Target target, @Mixin OtherAccount other) {
        return change(
                target, "not shared with " + other.account, (admin, image) -> admin.share(image, other.account, false));
    }

    @Command(description = "Subscribes an account to a Marketplace image.")
    int subscribe(@Mixin Target target, @Mixin Subscriber subscriber) {
        return change(
                target,
                "subscribed to by " + subscriber.account,
                (admin, image) -> admin.subscribe(image, subscriber.account, true));
    }

    @Command(description = "Ends the subscription of an account to a Marketplace image.")
    int unsubscribe(@Mixin Target target, @Mixin Subscriber subscriber) {
        return change(
                target,
                "not subscribed to by " + subscriber.account,
                (admin, image) -> admin.subscribe(image, subscriber.account, false));
    }

    @Command(description = "Publishes an account's image as a community image.")
    int publish(@Mixin Target target) {
        return change(target, "published", (admin, image) -> admin.publish(image, true));
    }

    @Command(description = "Withdraws a community image.")
    int unpublish(@Mixin Target target) {
        return change(target, "not published", (admin, image) -> admin.publish(image, false));
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
                            converter = OptionConverters.PositiveDuration.class,
                            description = "The duration: PT30S is 30 seconds, PT5M is 5 minutes.")
                    Duration duration) {
        return change(target, "Creating for " + duration, (admin, image) -> admin.setCreating(image, duration));
    }

    @Command(description = "Explains whether a request returns an image, and which conditions exclude it.")
    int explain(
            @Mixin Target target,
            @Option(
                            names = "--account",
                            required = true,
                            paramLabel = "UID",
                            converter = OptionConverters.AccountId.class,
                            description = "The account that sends the request.")
                    long account,
            @Mixin OutputOption output,
            @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME=VALUE", description = "A request parameter.")
                    @Nullable
                    Map<String, String> parameters) {
        try (var context = target.data.open()) {
            var image = find(context, target);
            var values = new HashMap<String, String>(parameters == null ? Map.of() : parameters);
            values.putIfAbsent(DescribeImagesRequest.JSON_PROPERTY_REGION_ID, image.regionId());
            values.keySet().removeIf(name -> name.equals(CommonParameter.ACTION.parameterName()));
            var request = context.getBean(ParameterBinder.class).bind(DescribeImagesRequest.class, values);
            var unmet = context.getBean(FilterDiagnostics.class).unmetConditions(image, request, values, account);
            var text = new StringJoiner(System.lineSeparator() + "  ")
                    .add(image.imageId() + (unmet.isEmpty() ? " is in the list" : " is not in the list"));
            unmet.forEach(text::add);
            out().println(output.render(
                    text.toString(), Map.of("ImageId", image.imageId(), "listed", unmet.isEmpty(), "reasons", unmet)));
        } catch (ApiException e) {
            throw new CommandException(e.error().code() + ": " + e.getMessage());
        }
        return 0;
    }

    private int change(Target target, String result, BiConsumer<ImageAdmin, ImageEntity> change) {
        try (var context = target.data.open()) {
            var admin = context.getBean(ImageAdmin.class);
            var image = find(context, target);
            change.accept(admin, image);
            var suffix = admin.exists(image) ? "" : ", and deleted: its owner is unknown and no account can see it";
            out().println(target.imageId + " " + result + suffix);
        }
        return 0;
    }

    private static ImageEntity find(ApplicationContext context, Target target) {
        return context.getBean(ImageAdmin.class).find(target.imageId, target.region);
    }

    abstract PrintWriter out();
}
