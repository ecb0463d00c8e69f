package dev.headwater.api.v1alpha1;

/** The words of the API that are not fields: group, driver, labels, annotations, field managers. */
public final class Api {
    /** API group of the three kinds, and prefix of all labels and annotations. */
    public static final String GROUP = "headwater.dev";

    /** Served and stored version. */
    public static final String VERSION = "v1alpha1";

    /** Name of the CSI driver whose inline volumes are slots, and of the keepers' control volume. */
    public static final String DRIVER = "headwater.dev";

    /** The operator as server-side-apply manager: each field of a run has exactly one of the two as its writer. */
    public static final String OPERATOR_MANAGER = "headwater-operator";

    /** The node plugin as server-side-apply manager. */
    public static final String NODE_PLUGIN_MANAGER = "headwater-node-plugin";

    /** Name of the operator's Service, and the audience of the service account tokens that node plugins show it. */
    public static final String OPERATOR_SERVICE = "headwater-operator";

    /** ConfigMap of the release namespace: by pod name, the certificates that operators serve with. */
    public static final String OPERATOR_CERTIFICATES = "headwater-operator-certificates";

    /** Where an operator takes the tokens of jobs from node plugins. */
    public static final String PROOFS_PATH = "/v1/proofs";

    /** Numeric id of the workflow run, on runs: {@code kubectl get bsr -l headwater.dev/workflow-run-id=…}. */
    public static final String LABEL_WORKFLOW_RUN_ID = GROUP + "/workflow-run-id";

    /** Name of the workflow's job, on runs; absent where the name is not a valid label value. */
    public static final String LABEL_JOB = GROUP + "/job";

    /** On everything in the vault: the run's namespace. */
    public static final String LABEL_RUN_NAMESPACE = GROUP + "/run-namespace";

    /** On everything in the vault: the run's name. */
    public static final String LABEL_RUN = GROUP + "/run";

    /** Hash of namespace, repository, key and path: the identity of a stream, on snapshots and claims. */
    public static final String LABEL_STREAM = GROUP + "/stream";

    /** What an object of the vault is: {@code claim}, {@code keeper}, {@code snapshot} or {@code probe}. */
    public static final String LABEL_ROLE = GROUP + "/role";

    /** On streams that were made on first use; a stream without it is a person's, and never deleted. */
    public static final String LABEL_ON_DEMAND = GROUP + "/on-demand";

    /** On runs whose request came with a token of the job: the decision waits a moment for what it proves. */
    public static final String ANNOTATION_TOKEN = GROUP + "/token";

    /** {@code "true"} on a pod that should get a slot when it is created; needs the chart's value {@code injection.enabled}. */
    public static final String LABEL_SLOT = GROUP + "/slot";

    /** JSON record on a VolumeSnapshotContent, and its copy on the VolumeSnapshot: the truth about a snapshot. */
    public static final String ANNOTATION_LINEAGE = GROUP + "/lineage";

    /** JSON record on a claim of the vault: the restore decision that the claim was made for. */
    public static final String ANNOTATION_RESTORE = GROUP + "/restore";

    /** On a claim or keeper of the vault: how many attempts of its run had failed before it was made. */
    public static final String ANNOTATION_ATTEMPT = GROUP + "/attempt";

    /** Uid of the run that an object of the vault was made for. */
    public static final String ANNOTATION_RUN_UID = GROUP + "/run-uid";

    /** On a VolumeSnapshotContent: when the operator last made its sidecar ask whether the snapshot is ready. */
    public static final String ANNOTATION_POLLED_AT = GROUP + "/polled-at";

    /** On a claim or keeper: when the operator first saw that its run is gone. */
    public static final String ANNOTATION_ORPHANED_AT = GROUP + "/orphaned-at";

    /** JSON record on a VolumeSnapshot that is going to be deleted: why, since when, and from when on. */
    public static final String ANNOTATION_CONDEMNED = GROUP + "/condemned";

    /** On a VolumeSnapshot: when a volume was last restored from its lane, as far as runs said so that were pruned. */
    public static final String ANNOTATION_LAST_USED = GROUP + "/last-used";

    /** The same, counting only runs of other lanes. */
    public static final String ANNOTATION_LAST_USED_AS_BASE = GROUP + "/last-used-as-base";

    /** On a stream: when an uninstallation took {@link #FINALIZER_STREAM} away. */
    public static final String ANNOTATION_RELEASED_AT = GROUP + "/released-at";

    /** On a pod with {@link #LABEL_SLOT}: the containers that get it, separated by commas; {@code runner} if absent. */
    public static final String ANNOTATION_SLOT_CONTAINERS = GROUP + "/slot-containers";

    /** On a pod with {@link #LABEL_SLOT}: where the containers mount it; {@code /mnt} if absent. */
    public static final String ANNOTATION_SLOT_PATH = GROUP + "/slot-path";

    /** On a pod with {@link #LABEL_SLOT}: {@code "false"} keeps the runner's job-started hook out of the containers' environment. */
    public static final String ANNOTATION_SLOT_HOOK = GROUP + "/slot-hook";

    /** On streams with {@code deletionPolicy: Delete}: they go after their snapshots. */
    public static final String FINALIZER_STREAM = GROUP + "/stream";

    private Api() {}
}
