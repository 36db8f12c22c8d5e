package io.ecsimages.server.image;

import io.ecsimages.server.model.Architecture;
import io.ecsimages.server.model.InstanceType;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The instance types that the server knows, and the processor architectures that they support. */
@Singleton
class InstanceTypeCatalogue {

    /** Instance families with Arm processors have a generation that is followed by r or y. */
    private static final Pattern ARM = Pattern.compile("ecs\\.[a-z]+\\d+[ry](-.*)?\\..*");

    private final List<InstanceType> types;

    InstanceTypeCatalogue(JsonMapper json) throws IOException {
        try (var stream = InstanceTypeCatalogue.class.getResourceAsStream("/catalogue/instance-types.json")) {
            this.types = json.readValue(stream, Argument.listOf(InstanceType.class)).stream()
                    .sorted(Comparator.comparing(InstanceType::getInstanceTypeId))
                    .toList();
        }
    }

    /** Returns whether an instance type has Arm processors; any other has x86 processors. */
    static boolean isArm(String instanceType) {
        return ARM.matcher(instanceType).matches();
    }

    /** Returns all types, sorted by InstanceTypeId. */
    List<InstanceType> all() {
        return types;
    }

    /** Returns the types that can use an image of this architecture, sorted by InstanceTypeId. */
    List<InstanceType> supporting(String architecture) {
        boolean arm = architecture.equals(Architecture.ARM64.getValue());
        return types.stream()
                .filter(type -> isArm(type.getInstanceTypeId()) == arm)
                .toList();
    }
}
