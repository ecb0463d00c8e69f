package dev.headwater.operator.trust;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Optional;

/** A token as it was shown. What it says is worth nothing before {@link TokenPolicy} has looked at it. */
record JobToken(SignedJWT jwt, JWTClaimsSet claims) {

    /** What a text turned out to be. */
    sealed interface Parsed {
        record Signed(JobToken token) implements Parsed {}

        /** A JWT that is not signed, as {@code alg: none} says, or encrypted. */
        record Unsigned() implements Parsed {}

        record NoToken() implements Parsed {}
    }

    static Parsed parse(String text) {
        try {
            if (!(JWTParser.parse(text) instanceof SignedJWT signed)) {
                return new Parsed.Unsigned();
            }
            var claims = signed.getJWTClaimsSet();
            return claims == null ? new Parsed.NoToken() : new Parsed.Signed(new JobToken(signed, claims));
        } catch (ParseException | IllegalArgumentException e) {
            return new Parsed.NoToken();
        }
    }

    String issuer() {
        return Optional.ofNullable(claims.getIssuer()).orElse("");
    }

    /** Of the key that it claims to be signed with. */
    Optional<String> keyId() {
        return Optional.ofNullable(jwt.getHeader().getKeyID());
    }

    /** Issuers write numbers as numbers or as text. */
    Optional<String> claim(String name) {
        return Optional.ofNullable(claims.getClaim(name))
                .filter(value -> value instanceof String || value instanceof Number)
                .map(String::valueOf)
                .filter(text -> !text.isEmpty());
    }

    /** Never the token itself. */
    @Override
    public String toString() {
        return "(hidden)";
    }
}
