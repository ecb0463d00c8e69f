package dev.headwater.api.v1alpha1;

/** What came of a token by which a job proves who it is. */
public enum TokenReason {
    /** The issuer signed it for this run, and says of the job what the job says. */
    Verified,
    /** It is not a signed JWT, or one that says more than can be written down. */
    Malformed,
    /** It is signed with another algorithm than RS256, or not at all. */
    AlgorithmNotAllowed,
    /** Its issuer is not among the chart's {@code trust.issuers}. */
    UnknownIssuer,
    /** The issuer has no key of the id that the token names. */
    UnknownKey,
    /** It is not signed with the issuer's key. */
    BadSignature,
    /** It was issued for something else than this run. */
    WrongAudience,
    /** It is not valid any more. */
    Expired,
    /** It is not valid yet. */
    NotYetValid,
    /** It does not say of the job what has to be known. */
    ClaimsMissing,
    /** It is genuine and speaks of another job than the request: nothing of this run is believed or saved. */
    ClaimsContradict,
    /** It is genuine, and was given to another job than the one that got the volume: the volume is not saved. */
    OtherJob,
    /** It came after what it was to prove had been decided. */
    TooLate
}
