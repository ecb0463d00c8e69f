package dev.headwater.api.v1alpha1;

import java.util.Locale;

/** What a job's token is to prove. Each use has an audience of its own, so that a token for one of them is worth nothing for the other. */
public enum TokenUse {
    RESTORE,
    SAVE;

    /**
     * The audience of a token for this use. It names the pod by its uid, and the volume, so that the token is worth nothing anywhere else.
     *
     * @param volume last element of the volume's path
     */
    public String audience(String podUid, String volume) {
        return "%s/%s/%s/%s".formatted(Api.GROUP, word(), podUid, volume);
    }

    /** As audiences and requests spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
