package io.ecsimages.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessKeyTest {

    @Test
    void printsOnlyItsId() {
        assertThat(new AccessKey("id", "top-secret", "a-token").toString()).isEqualTo("AccessKey[id]");
    }
}
