package io.ecsimages.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A key may be printed. */
class AccessKeyTest {

    @Test
    void aKeyPrintsItsIdAndNeitherSecretNorToken() {
        assertEquals("AccessKey[id]", new AccessKey("id", "top-secret", "a-token").toString());
    }
}
