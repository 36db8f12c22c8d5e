package io.ecsimages.server.attack;

import io.ecsimages.server.http.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Mutates requests at random: their content, or only its encoding. */
final class RequestMutator {

    private static final List<String> STRINGS = List.of(
            "",
            "%",
            "%2",
            "%zz",
            "%00",
            "%c0%af",
            "%ff",
            "%252e",
            "%26",
            "%3D",
            "%0d%0aX: y",
            "%20",
            "%7E",
            "%E7%8E%AF",
            "+",
            "&",
            "=",
            ";",
            "#",
            "?",
            "'",
            "\"",
            "<",
            "*",
            "~",
            "../",
            "\u00ff",
            "\u00e7\u008e\u00af",
            "0",
            "-1",
            "99999999999",
            "null");
    private static final List<String> PARAMETERS = List.of(
            "RegionId=cn-beijing",
            "%52egionId=cn-beijing",
            "PageSize=20",
            "Action=DescribeRegions",
            "Version=",
            "Signature=",
            "Signature=x",
            "SignatureMethod=",
            "SignatureNonce=x",
            "AccessKeyId=testid",
            "SecurityToken=x",
            "SecurityToken=",
            "Format=XML",
            "Format=x",
            "Tag.1.Value=",
            "Tag.9.Key=a",
            "ImageOwnerAlias=marketplace",
            "OwnerId=1",
            "=",
            "a",
            "%");
    private static final List<String> HEADERS = List.of(
            "x-acs-action",
            "x-acs-date",
            "x-acs-version",
            "x-acs-signature-nonce",
            "x-acs-security-token",
            "x-acs-other",
            "Host",
            "Content-Type",
            "Accept",
            "Authorization",
            "Cookie",
            "Expect",
            "X-Forwarded-For",
            "X-HTTP-Method-Override");
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "HEAD", "DELETE", "get", "TRACE", "X");

    private final Random random;

    RequestMutator(Random random) {
        this.random = random;
    }

    /** Returns a copy of a request with one to three changes. */
    RawRequest mutate(RawRequest original) {
        var request = original.copy();
        for (int i = random.nextInt(3); i >= 0; i--) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> changeQuery(request);
                case 3, 4 -> changeForm(request);
                case 5, 6 -> changeHeader(request);
                case 7 -> addHeader(request);
                case 8 -> Collections.shuffle(request.headers(), random);
                default -> request.method(pick(METHODS));
            }
        }
        return request;
    }

    /** Returns a copy of bytes with some bits flipped, which may be truncated. */
    byte[] flipBits(byte[] original) {
        var bytes = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(50) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1) : bytes;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void changeQuery(RawRequest request) {
        var target = request.target();
        int start = target.indexOf('?') + 1;
        request.target(
                start == 0
                        ? target + "?" + pick(PARAMETERS)
                        : target.substring(0, start) + changeParameters(target.substring(start)));
    }

    private void changeForm(RawRequest request) {
        if (request.body().length > 0) {
            request.form(changeParameters(new String(request.body(), StandardCharsets.ISO_8859_1)));
        } else {
            request.set("Content-Type", "application/x-www-form-urlencoded").form(pick(PARAMETERS));
        }
    }

    private String changeParameters(String query) {
        var pairs = new ArrayList<>(List.of(query.split("&", -1)));
        int index = random.nextInt(pairs.size());
        switch (random.nextInt(8)) {
            case 0 -> pairs.add(index, pick(PARAMETERS));
            case 1 -> pairs.remove(index);
            case 2 -> pairs.add(pairs.get(index));
            case 3 -> Collections.shuffle(pairs, random);
            case 4 -> pairs.set(index, percentEncodeLetter(pairs.get(index)));
            case 5 -> pairs.set(index, pairs.get(index).replace("%20", "+").replace("%2A", "*"));
            default -> pairs.set(index, changeString(pairs.get(index)));
        }
        return String.join("&", pairs);
    }

    /** Percent-encodes a letter, which does not change the decoded value. */
    private String percentEncodeLetter(String pair) {
        int index = random.nextInt(pair.length() + 1);
        boolean plain = index < pair.length()
                && Character.isLetter(pair.charAt(index))
                && pair.lastIndexOf('%', index) < index - 2;
        return plain
                ? pair.substring(0, index)
                        + String.format("%%%02x", (int) pair.charAt(index))
                        + pair.substring(index + 1)
                : pair;
    }

    private String changeString(String original) {
        int index = random.nextInt(original.length() + 1);
        int to = Math.min(original.length(), index + random.nextInt(3));
        return original.substring(0, index) + pick(STRINGS) + original.substring(to);
    }

    /** Changes one header, but never the value of Content-Length. */
    private void changeHeader(RawRequest request) {
        if (request.headers().isEmpty()) {
            return;
        }
        int index = random.nextInt(request.headers().size());
        var name = request.headers().get(index).getKey();
        var value = request.headers().get(index).getValue();
        int kind = random.nextInt(name.equalsIgnoreCase("Content-Length") ? 2 : 4);
        switch (kind) {
            case 0 -> request.headers().set(index, Map.entry(name.toUpperCase(Locale.ROOT), value));
            case 1 -> request.headers().set(index, Map.entry(name, " " + value + "  "));
            case 2 -> request.headers().remove(index);
            default -> request.headers().set(index, Map.entry(name, changeString(value)));
        }
    }

    private void addHeader(RawRequest request) {
        var name = pick(HEADERS);
        var known = request.header(name);
        var value = known == null || random.nextBoolean() ? changeString("DescribeImages") : known;
        request.headers().add(random.nextInt(request.headers().size() + 1), Map.entry(name, value));
    }
}
