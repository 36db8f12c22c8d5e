package example;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
public class EcsImagesConfiguration {

    @Bean
    EcsImages ecsImages() {
        return EcsImages.connect("http://127.0.0.1:8080", AccessKey.of("testid", "testsecret"));
    }
}
