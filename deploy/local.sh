#!/bin/sh
# The services of compose.yaml on loopback, from Debian's packages and without
# containers: `deploy/local.sh --help`. What they keep is in .local/.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
cd "$root" || exit 1
exec "${PYTHON:-.venv/bin/python}" -m tests.support.scale.local "$@"
