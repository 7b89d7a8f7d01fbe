#!/bin/sh
# What the tests need from the system: chromium and its driver's library, a Chinese font, a reader of PDF, the servers of
# PostgreSQL, nginx, HAProxy, pgbouncer and Patroni; then what a drill needs besides, as arguments `program` or
# `program:package`.
# Installs Debian's packages when root; otherwise names what is missing and fails, so that nothing is skipped silently.
set -eu
PATH="$PATH:/usr/sbin:/sbin"

missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
# The browser's driver brings its own node, which needs libatomic.
ldconfig -p | grep -q 'libatomic\.so\.1' || missing="$missing libatomic1"
if ! { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ]; }; then
    missing="$missing fontconfig fonts-noto-cjk"
fi
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
if [ -z "${TEST_DATABASE_URL:-}" ] && ! command -v initdb >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    missing="$missing postgresql"
fi
for pair in nginx:nginx-light haproxy pgbouncer patroni "$@"; do
    command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing:$missing"
    log=$(mktemp)
    # Debian starts servers as it installs them, nginx on a public port: here nobody asked for that.
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
    fi
    if apt-get update -qq >"$log" 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >>"$log" 2>&1; then
        rm -f "$log"
        exit 0
    fi
    cat "$log" >&2
    echo "apt-get could not install$missing (its words are above)." >&2
    exit 1
fi
echo "These Debian packages are needed:$missing. Install them as root (apt-get install$missing) and try again." >&2
exit 1
