package dev.headwater.e2e.bench;

/** Ways of bringing a working tree to a commit, as scripts that print their milliseconds last. */
enum CheckoutWay {
    /** From the request's file to the result's, looked at every few milliseconds as a waiting step would. */
    OURS("""
            in=/mnt/.headwater/in id=bench-$(cat /proc/sys/kernel/random/uuid | cut -c1-8)
            result=/mnt/.headwater/results/$id.result
            printf 'op=checkout\\ntimeout=120\\npath=%s\\ndirectory=ours\\nurl=%s\\nref=refs/heads/main\\nsha=%s\\n' "$volume" "$url" "$sha" > $in/$id.tmp
            begin=$(date +%s%N)
            mv $in/$id.tmp $in/$id.request
            while [ ! -e $result ]; do sleep 0.002; done
            end=$(date +%s%N)
            grep -q '^outcome=done' $result && grep '^checkout-' $result"""),
    /** What people paste into their workflows. */
    SNIPPET("""
            begin=$(date +%s%N)
            mkdir -p $volume/snippet && cd $volume/snippet
            [ -d .git ] || git init -q .
            git remote add origin "$url" 2> /dev/null || git remote set-url origin "$url"
            git -c http.extraheader="AUTHORIZATION: basic eDp5" fetch -q --no-tags origin "$sha" || exit 1
            [ "$(git rev-parse -q --verify HEAD)" = "$sha" ] || git checkout -q --detach --force "$sha" || exit 1
            end=$(date +%s%N)"""),
    /** The git commands of actions/checkout v4 with {@code clean: false}; starting node is not counted. */
    ACTION("""
            begin=$(date +%s%N)
            mkdir -p $volume/action && cd $volume/action
            git version > /dev/null
            git config --global --add safe.directory "$PWD"
            if [ -d .git ] && [ "$(git config --local --get remote.origin.url)" = "$url" ]; then
                rm -f .git/index.lock .git/shallow.lock
                git rev-parse --symbolic-full-name --verify --quiet HEAD > /dev/null && git checkout -q --detach
                git rev-parse --symbolic-full-name --branches > /dev/null
                git branch -q -D main 2> /dev/null
                git rev-parse --symbolic-full-name --remotes=origin > /dev/null
                git submodule status > /dev/null
            else
                git init -q . && git remote add origin "$url"
            fi
            git config --local gc.auto 0
            git config --local --name-only --get-regexp 'core\\.sshCommand'
            git submodule foreach --recursive 'git config --local --name-only --get-regexp core\\.sshCommand || :' > /dev/null
            git config --local --name-only --get-regexp 'http\\..*\\.extraheader'
            git submodule foreach --recursive 'git config --local --name-only --get-regexp http..*.extraheader || :' > /dev/null
            git config --local http.$server/.extraheader "AUTHORIZATION: basic eDp5"
            git -c protocol.version=2 fetch -q --no-tags --prune --no-recurse-submodules --depth=1 origin "+$sha:refs/remotes/origin/main" || exit 1
            git sparse-checkout disable
            git config --local --unset-all extensions.worktreeConfig
            git checkout -q --progress --force -B main refs/remotes/origin/main || exit 1
            git log -1 --format=%H > /dev/null
            git config --local --name-only --get-regexp 'http\\..*\\.extraheader' > /dev/null
            git config --local --unset-all http.$server/.extraheader
            git submodule foreach --recursive 'git config --local --name-only --get-regexp http..*.extraheader || :' > /dev/null
            end=$(date +%s%N)"""),
    /** Only to find out that nothing has changed. */
    REFRESH("""
            cd $volume/ours
            begin=$(date +%s%N)
            git update-index -q --refresh && git diff-files --quiet || exit 1
            end=$(date +%s%N)""");

    private final String script;

    CheckoutWay(String script) {
        this.script = script;
    }

    /** The script for one commit; it fails if the tree is not there afterwards. */
    String script(String volume, String server, String repository, String sha) {
        return "export HOME=/tmp volume=%s server=%s sha=%s; url=%s/%s\n%s\necho $(( (end - begin) / 1000 ))"
                .formatted(volume, server, sha, server, repository, script);
    }
}
