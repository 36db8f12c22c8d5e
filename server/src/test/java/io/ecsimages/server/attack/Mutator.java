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

/** Changes requests at random: what they say, or only how they say it. */
final class Mutator {

    private static final List<String> TEXTS = List.of(
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
            "PageSize=100",
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

    Mutator(Random random) {
        this.random = random;
    }

    /** The request with one change, or up to three. */
    RawRequest change(RawRequest original) {
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

    /** Bytes with some of their bits changed, or cut off. */
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
        int at = random.nextInt(pairs.size());
        switch (random.nextInt(8)) {
            case 0 -> pairs.add(at, pick(PARAMETERS));
            case 1 -> pairs.remove(at);
            case 2 -> pairs.add(pairs.get(at));
            case 3 -> Collections.shuffle(pairs, random);
            case 4 -> pairs.set(at, encodeMore(pairs.get(at)));
            case 5 -> pairs.set(at, pairs.get(at).replace("%20", "+").replace("%2A", "*"));
            default -> pairs.set(at, changeText(pairs.get(at)));
        }
        return String.join("&", pairs);
    }

    /** Writes a letter as its code, which means the same. */
    private String encodeMore(String pair) {
        int at = random.nextInt(pair.length() + 1);
        boolean plain = at < pair.length() && Character.isLetter(pair.charAt(at)) && pair.lastIndexOf('%', at) < at - 2;
        return plain
                ? pair.substring(0, at) + String.format("%%%02x", (int) pair.charAt(at)) + pair.substring(at + 1)
                : pair;
    }

    private String changeText(String original) {
        int at = random.nextInt(original.length() + 1);
        int to = Math.min(original.length(), at + random.nextInt(3));
        return original.substring(0, at) + pick(TEXTS) + original.substring(to);
    }

    /** Changes one header, but never how long the body is. */
    private void changeHeader(RawRequest request) {
        if (request.headers().isEmpty()) {
            return;
        }
        int at = random.nextInt(request.headers().size());
        var name = request.headers().get(at).getKey();
        var value = request.headers().get(at).getValue();
        int change = random.nextInt(name.equalsIgnoreCase("Content-Length") ? 2 : 4);
        switch (change) {
            case 0 -> request.headers().set(at, Map.entry(name.toUpperCase(Locale.ROOT), value));
            case 1 -> request.headers().set(at, Map.entry(name, " " + value + "  "));
            case 2 -> request.headers().remove(at);
            default -> request.headers().set(at, Map.entry(name, changeText(value)));
        }
    }

    private void addHeader(RawRequest request) {
        var name = pick(HEADERS);
        var known = request.header(name);
        var value = known == null || random.nextBoolean() ? changeText("DescribeImages") : known;
        request.headers().add(random.nextInt(request.headers().size() + 1), Map.entry(name, value));
    }
}
