package example;

import io.micronaut.context.ApplicationContext;

public final class Application {

    public static void main(String[] arguments) {
        try (var context = ApplicationContext.run()) {
            var image = context.getBean(ImageFinder.class).newest("web-prod-*").orElseThrow();
            System.out.println(image.getImageId() + "  " + image.getImageName());
        }
    }
}
