#!/bin/sh
# Installs the dashboard from this folder alone, or upgrades it; no network is used.
#   ./install.sh               as root: /opt/dashboard, /etc/dashboard, /var/lib/dashboard, user, services
#   ./install.sh --root DIR    everything below DIR, without user and services (a trial, a drill)
#   PYTHON=/opt/python3.11/bin/python3 ./install.sh    with another Python than the system's
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=
[ "${1:-}" != --root ] || root=$(mkdir -p "$2" && cd "$2" && pwd)
python=${PYTHON:-python3}
version=$(cat "$here/VERSION")
home=$root/opt/dashboard
etc=$root/etc/dashboard
data=$root/var/lib/dashboard
release=$home/releases/$version

fail() {
    echo "安装停止 / stopped: $*" >&2
    exit 1
}

# The bundle is whole, and the machine has what it needs.
(cd "$here" && sha256sum --quiet --check SHA256SUMS) || fail "安装包不完整，请重新拷贝 / the bundle is not whole: copy it again"
missing=
while IFS=: read -r command package why; do
    case $command in \#* | "") continue ;; esac
    command -v "$command" >/dev/null || [ "$command" = python3 ] || if [ "$why" = needed ]; then missing="$missing $package"
    else echo "可选 / optional: $package ($why)"; fi
done <"$here/packages"
[ -z "$missing" ] || fail "缺少系统软件包 / packages are missing:$missing"
command -v "$python" >/dev/null || fail "没有 $python / there is no $python"
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[ "$found" = "$(cat "$here/PYTHON")" ] || fail "需要 Python $(cat "$here/PYTHON")，现有 $found：用 PYTHON=… 指定 / Python $(cat "$here/PYTHON") is needed, this is $found: name it with PYTHON=…"
"$python" -c 'import ensurepip, venv' 2>/dev/null || fail "缺少 venv（Debian：python3-venv）/ venv is missing (Debian: python3-venv)"
libc=$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)
[ "$(printf '%s\n%s\n' "$(cat "$here/GLIBC")" "$libc" | sort -V | head -1)" = "$(cat "$here/GLIBC")" ] ||
    fail "需要 glibc $(cat "$here/GLIBC")，现有 $libc / glibc $(cat "$here/GLIBC") is needed, this is $libc"
[ ! -e "$release" ] || fail "已安装 $version / $version is installed already"
[ -n "$root" ] || [ "$(id -u)" = 0 ] || fail "请以 root 运行 / run it as root"

# User, folders, settings: made once and never written over.
owner() { [ -n "$root" ] || chown "$@"; }
if [ -z "$root" ] && ! id dashboard >/dev/null 2>&1; then
    useradd --system --home-dir /var/lib/dashboard --shell /usr/sbin/nologin dashboard
fi
umask 027
mkdir -p "$home/releases" "$home/bin" "$etc/keys" "$data/var" "$data/briefs" "$root/var/lib/dashboard-anchor" "$root/var/backups/dashboard"
chmod 755 "$home" "$home/releases" "$home/bin"
chmod 750 "$data"
chmod 700 "$root/var/backups/dashboard" "$root/var/lib/dashboard-anchor"
owner -R dashboard:dashboard "$data" "$root/var/lib/dashboard-anchor" "$root/var/backups/dashboard"
owner root:dashboard "$etc" "$etc/keys"

# The program, whole before it has its name.
work=$release.unfinished
rm -rf "$work"
mkdir -p "$work/app"
tar -xf "$here/program.tar" -C "$work/app" --no-same-owner
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here/wheels" \
    --require-hashes -r "$here/requirements.lock"
chmod -R go+rX,go-w "$work"

if [ ! -e "$etc/dashboard.env" ]; then
    sed "s#^DASHBOARD_SECRET=.*#DASHBOARD_SECRET=$(openssl rand -hex 32)#; s#/var/lib#$root/var/lib#g; s#/etc/dashboard/keys#$etc/keys#" \
        "$work/app/deploy/systemd/dashboard.env" >"$etc/dashboard.env"
    cp "$work/app/deploy/systemd/commands.env" "$etc/commands.env"
    openssl rand -hex 32 >"$etc/keys/audit.key"
    chmod 640 "$etc/dashboard.env" "$etc/keys/audit.key"
    chmod 600 "$etc/commands.env"
    owner root:dashboard "$etc/dashboard.env" "$etc/keys/audit.key"
fi
install -m 755 "$here/dashboard" "$home/bin/dashboard"

# An upgrade: a backup by the old version first, to which `dashboard roll-back` returns.
if [ -L "$home/current" ]; then
    readlink -f "$home/current" >"$work/previous"
    "$home/bin/dashboard" seed backup "$root/var/backups/dashboard"
    find "$root/var/backups/dashboard" -maxdepth 1 -name 'backup-*' | sort | tail -1 >"$work/backup"
    [ -n "$root" ] || systemctl stop 'dashboard@*'
fi
mv "$work" "$release"
ln -sfn "$release" "$home/next" && mv -T "$home/next" "$home/current"
"$home/bin/dashboard" seed init

if [ -z "$root" ]; then
    ln -sf /opt/dashboard/bin/dashboard /usr/local/bin/dashboard
    cp "$home/current/app/deploy/systemd/"*.service "$home/current/app/deploy/systemd/"*.timer /etc/systemd/system/
    systemctl daemon-reload
    systemctl start --all 'dashboard@*'
fi
cd "$home/current/app"
DASHBOARD_VAR=$data/var "$home/current/venv/bin/python" -m dashboard.server.pack
owner -R dashboard:dashboard "$data/var"
"$home/bin/dashboard" doctor || true
echo "已安装 / installed: $version"
