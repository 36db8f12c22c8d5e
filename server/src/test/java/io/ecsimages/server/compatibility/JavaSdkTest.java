package io.ecsimages.server.compatibility;

import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.MethodType;
import io.ecsimages.server.ServerTest;
import io.micronaut.context.annotation.Property;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Alibaba Cloud's SDKs for Java of both generations. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class JavaSdkTest extends SdkContract {

    static Stream<Sdk> sdks() {
        return Stream.of(
                new ClassicSdk(MethodType.GET, FormatType.JSON),
                new ClassicSdk(MethodType.POST, FormatType.XML),
                new TeaSdk(null),
                new TeaSdk("v2"));
    }
}
