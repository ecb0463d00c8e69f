package dev.headwater.e2e.demo;

/** How to look further after the demo. */
final class Hints {
    static final String TEXT = """
            Look further:
              ./dev kubectl -n ci get bsr -o yaml                  who got what, and why: the journal of each run
              ./dev kubectl -n ci get events                       the runners' pods: each took one job
              ./dev kubectl -n headwater-vault get pvc,pods,vs     claims and keepers come and go; snapshots stay
              ./dev kubectl explain bss.spec
              ./dev cluster down                                   removes every trace
            """;

    private Hints() {}
}
