package dev.headwater.e2e.arc;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;

/** The account of a scale set's pods as the chart makes it: without any right, or with those of the kubernetes mode. */
final class DesiredAccount {
    private static final List<PolicyRule> KUBERNETES_MODE = List.of(
            rule(List.of("pods"), "get", "list", "create", "delete"),
            rule(List.of("pods/exec"), "get", "create"),
            rule(List.of("pods/log"), "get", "list", "watch"),
            rule(List.of("secrets"), "get", "list", "create", "delete"));

    private DesiredAccount() {}

    static List<HasMetadata> of(ScaleSet set) {
        var spec = set.template().getSpec();
        var metadata = new ObjectMetaBuilder()
                .withNamespace(set.namespace())
                .withName(spec.getServiceAccountName())
                .build();
        var account = new ServiceAccountBuilder().withMetadata(metadata).build();
        return metadata.getName().equals(ScaleSetValues.kubernetesAccount(set.name()))
                ? List.of(account, role(metadata), binding(metadata))
                : List.of(account);
    }

    private static HasMetadata role(ObjectMeta metadata) {
        return new RoleBuilder()
                .withMetadata(metadata)
                .withRules(KUBERNETES_MODE)
                .build();
    }

    private static HasMetadata binding(ObjectMeta metadata) {
        // @formatter:off
        return new RoleBindingBuilder()
                .withMetadata(metadata)
                .withNewRoleRef()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("Role")
                .withName(metadata.getName())
                .endRoleRef()
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(metadata.getName())
                .withNamespace(metadata.getNamespace())
                .endSubject()
                .build();
        // @formatter:on
    }

    private static PolicyRule rule(List<String> resources, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups("")
                .withResources(resources)
                .withVerbs(verbs)
                .build();
    }
}
