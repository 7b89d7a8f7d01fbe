#!/bin/sh
# Makes the virtual environment $2 with python $1. Debian splits venv off python3: install it when root, else say so.
set -eu
rm -rf "$2"
if "$1" -m venv "$2" >/dev/null 2>&1; then exit 0; fi
rm -rf "$2"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null 2>&1
    exec "$1" -m venv "$2"
fi
echo "make: '$1 -m venv' does not work here; install it (Debian: apt-get install python3-venv) and try again." >&2
exit 1
