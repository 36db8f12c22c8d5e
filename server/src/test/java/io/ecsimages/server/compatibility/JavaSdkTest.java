package io.ecsimages.server.compatibility;

import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.MethodType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Both generations of the vendor's SDK for Java. */
@Tag("database-independent")
class JavaSdkTest extends SdkContract {

    static Stream<Sdk> sdks() {
        return Stream.of(
                new ClassicSdk(MethodType.GET, FormatType.JSON),
                new ClassicSdk(MethodType.POST, FormatType.XML),
                new TeaSdk(null),
                new TeaSdk("v2"));
    }
}
