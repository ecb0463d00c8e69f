package dev.headwater.control;

/** Where the control files lie, relative to the root of the volume that carries them. */
public final class Layout {
    /** In a slot: everything of ours lies below this directory. */
    public static final String SLOT_CONTROL = ".headwater";

    /** In a slot: the number of the contract that its node plugin keeps, {@link #CONTRACT_NUMBER}. */
    public static final String CONTRACT = "contract";

    /** Rises where a step would rely on something that an older node plugin passes over in silence. */
    public static final int CONTRACT_NUMBER = 1;

    /** In a slot: the uid of the pod, which the audiences of its tokens name. */
    public static final String POD = "pod";

    /** The only directory that the job, or the keeper, may write: a tmpfs of its own. */
    public static final String IN = "in";

    /** In a slot: {@code results/<id>.result}. */
    public static final String RESULTS = "results";

    /** In a keeper's control volume: {@code orders/<id>.order}. */
    public static final String ORDERS = "orders";

    /** In {@link #ORDERS}: a keeper sleeps until it is there, and has a line. */
    public static final String WAKE = "wake";

    /** Beside a request, and beside its order: a secret of the job ({@link Token}), for git or as a proof of whose job it is. */
    public static final String TOKEN_SUFFIX = ".token";

    public static final String REQUEST_SUFFIX = ".request";
    public static final String RESULT_SUFFIX = ".result";
    public static final String ORDER_SUFFIX = ".order";
    public static final String REPORT_SUFFIX = ".report";

    /** In {@link #IN}: what the job-started hook wrote. */
    public static final String JOB_STARTED = "job-started";

    /** In {@link #IN} of a slot: what steps say of the end of their volumes ({@link StateFile}); a file that everybody may append to. */
    public static final String STATE = "state";

    /** On a volume: the directory that is ours. */
    public static final String VOLUME_OWN = ".headwater";

    /** In {@link #VOLUME_OWN}: where the volume comes from, written at its seal. */
    public static final String VOLUME_RECORD = "record";

    private Layout() {}
}
