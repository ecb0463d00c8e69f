package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.Api;

/** What an object of the vault is. */
public enum Role {
    CLAIM("claim"),
    KEEPER("keeper"),
    SNAPSHOT("snapshot"),
    /** Of a probe of the storage, whatever kind it is: no run's, and no stream's. */
    PROBE("probe");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** Value of label {@link Api#LABEL_ROLE}. */
    public String label() {
        return label;
    }

    /** Selects the objects of this role. */
    public String selector() {
        return Api.LABEL_ROLE + "=" + label;
    }
}
