package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@SharedStory
@Order(4)
class HostileJobStory {
    private static final String IN = "/mnt/.headwater/in";

    private static final List<String> HOSTILE_REQUESTS = List.of(
            "head -c 4000 /dev/urandom > {in}/noise.request",
            "head -c 200000 /dev/zero > {in}/large.request",
            "ln -s /etc/shadow {in}/link.request",
            "mkfifo {in}/pipe.request",
            "mkdir -p {in}/folder.request/deep",
            "printf 'op=restore\\npath=/mnt/../etc\\nkey=tale\\n' > {in}/dots.request",
            "printf 'op=destroy\\npath=/mnt/tale\\n' > {in}/op.request",
            "printf 'op=restore\\nop=restore\\n' > {in}/twice.request",
            "touch {in}/' strange name ;rm.request'",
            "printf 'repository=nonsense' > {in}/job-started",
            "for i in $(seq 2000); do echo op=save > {in}/r$i.request; done",
            "ln -s /etc {in}/etc; printf 'op=restore\\n' > {in}/../in/x.request");

    private static final List<String> VANDALISM = List.of(
            "touch /mnt/file",
            "mkdir /mnt/other",
            "rmdir /mnt/tale",
            "mv /mnt/tale /mnt/other",
            "rm -r /mnt/.headwater/results",
            "echo lie > /mnt/.headwater/results/x.result",
            "echo lie > /mnt/.headwater/headwater",
            "cp /bin/true {in}/true && chmod +x {in}/true && {in}/true",
            "mount -t tmpfs none /mnt/tale",
            "umount /mnt/tale");

    @Test
    void hostile_requests_harm_nobody(Stage stage) {
        var neighbour = stage.job("neighbour");
        var hostile = stage.job("hostile");

        for (var attack : HOSTILE_REQUESTS) {
            stage.steps(hostile).attempt(attack.replace("{in}", IN));
        }

        var steps = stage.attached(neighbour);
        steps.run("echo calm > " + Stage.PATH + "/state");
        steps.save();
        assertThat(Stage.save(stage.completed(neighbour)).reason()).isEqualTo("JobAsked");
        stage.nextRunIsSound("calm");
        stage.said(hostile, "BadRequest");
        assertThat(stage.events(hostile))
                .filteredOn(event -> event.getReason().equals("BadRequest"))
                .as("of all the bad requests together")
                .hasSize(1);
    }

    @Test
    void a_job_that_was_hostile_may_still_ask_properly(Stage stage) {
        var job = stage.job("penitent");
        var steps = stage.steps(job);
        steps.attempt("head -c 4000 /dev/urandom > %1$s/noise.request; mkfifo %1$s/pipe.request".formatted(IN));

        stage.attached(job).run("echo sorry > " + Stage.PATH + "/state");
        steps.save();

        assertThat(Stage.save(stage.completed(job)).reason()).isEqualTo("JobAsked");
    }

    @Test
    void what_is_not_the_jobs_cannot_be_changed_by_it(Stage stage) {
        var job = stage.job("vandal");
        var steps = stage.attached(job);
        steps.run("echo mine > " + Stage.PATH + "/state");

        for (var attack : VANDALISM) {
            var done = steps.attempt(attack.replace("{in}", IN));
            assertThat(done.exitCode()).as("%s: %s", attack, done.output()).isNotZero();
            assertThat(steps.run("cat " + Stage.PATH + "/state")).as(attack).isEqualTo("mine");
        }
        steps.skip();
    }

    @Test
    void a_job_that_fills_its_control_directory_stops_only_itself(Stage stage) {
        var full = stage.job("full");
        stage.steps(full)
                .attempt("head -c 1G /dev/zero > %1$s/fill; for i in $(seq 20000); do : > %1$s/f$i || break; done"
                        .formatted(IN));
        var refused = stage.steps(full)
                .attempt("/mnt/.headwater/headwater restore --path %s --key %s --timeout 5"
                        .formatted(Stage.PATH, Stage.KEY));
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.output()).contains("could not be written");

        var other = stage.job("other");
        stage.attached(other);
        stage.steps(full).run("rm -f " + IN + "/fill && find " + IN + " -name 'f*' -delete");
        assertThat(stage.attached(full).run("ls -d " + Stage.PATH)).isEqualTo(Stage.PATH);
    }
}
