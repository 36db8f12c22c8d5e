package io.ecsimages.server.cli;

import java.security.SecureRandom;

/** Generates random access keys in the format of Alibaba Cloud. */
final class AccessKeyGenerator {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private AccessKeyGenerator() {}

    static String accessKeyId(boolean temporary) {
        return (temporary ? "STS.N" : "LTAI5t") + random(18);
    }

    static String accessKeySecret() {
        return random(30);
    }

    static String securityToken() {
        return "CAIS" + random(200);
    }

    private static String random(int length) {
        return RANDOM.ints(length, 0, ALPHABET.length())
                .mapToObj(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }
}
