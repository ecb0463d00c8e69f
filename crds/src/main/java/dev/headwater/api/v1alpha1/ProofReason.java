package dev.headwater.api.v1alpha1;

/** What came of a token by which a job proves who it is, or of asking GitHub who it is. */
public enum ProofReason {
    /** Who is believed says of the job what the job says: the issuer signed the token for this run, or GitHub names it as the runner's job. */
    Verified,
    /** The token is not a signed JWT, or one that says more than can be written down. */
    Malformed,
    /** The token is signed with another algorithm than RS256, or not at all. */
    AlgorithmNotAllowed,
    /** The token's issuer is not among the chart's {@code trust.issuers}. */
    UnknownIssuer,
    /** The issuer has no key of the id that the token names. */
    UnknownKey,
    /** The token is not signed with the issuer's key. */
    BadSignature,
    /** The token was issued for something else than this run. */
    WrongAudience,
    /** The token is not valid any more. */
    Expired,
    /** The token is not valid yet. */
    NotYetValid,
    /** The token does not say of the job what has to be known. */
    ClaimsMissing,
    /** A genuine token, or GitHub, speaks of another job than the request: nothing of this run is believed or saved. */
    ClaimsContradict,
    /** A genuine token, or GitHub, names another job than the one that got the volume: the volume is not saved. */
    OtherJob,
    /** The token came after what it was to prove had been decided. */
    TooLate,
    /** GitHub does not say of which ref the run is: a branch and a tag share the name, the commit is not in its history, the pull request moved on, or the event is one that does not tell. */
    RefAmbiguous,
    /** Nobody told the EphemeralRunner in time what job it has, so that there was nothing to ask GitHub for. */
    RunnerSilent,
    /** GitHub knows of no single job of the workflow run that is at work on the pod's runner. */
    JobNotFound,
    /** GitHub does not let the operator see the workflow run: the credentials of the chart's {@code trust.github} are not good, or not good for this repository. */
    NoAccess,
    /** GitHub was asked too much, and answers again later. */
    RateLimited,
    /** GitHub gave no answer in time, or none that can be read. */
    GithubUnavailable
}
