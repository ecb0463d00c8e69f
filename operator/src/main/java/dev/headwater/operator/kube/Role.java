package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.Api;

/** What an object of the vault is. */
public enum Role {
    CLAIM("claim"),
    KEEPER("keeper"),
    SNAPSHOT("snapshot");

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
