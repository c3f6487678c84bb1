#!/usr/bin/env bash
# Build the image of deploy/Containerfile, start it, ask whether it is ready and for one
# reading, and print its size: `make container ENGINE=keras`. Needs buildah, and no
# daemon. What can be set in the environment:
#   ENGINE         litert or keras
#   BASE           base image; without, one is made of Debian's packages by mmdebstrap
#   BUILD_OPTIONS  more options of `buildah bud`, such as --secret id=pip.conf,src=FILE
set -euo pipefail
cd "$(dirname "$0")/../.."
export STORAGE_DRIVER="${STORAGE_DRIVER:-vfs}" BUILDAH_ISOLATION="${BUILDAH_ISOLATION:-chroot}"
engine="${ENGINE:-litert}"
image="localhost/digitsite:$engine"
state=/var/lib/digitsite
release=bookworm # with Python 3.11, which the pinned packages are tested on

require() {
  command -v "$1" >/dev/null || { echo "$1 is not installed (Debian: apt install $1)." >&2; exit 2; }
}

make_base() {
  base=localhost/digitsite-base
  buildah inspect --type image "$base" >/dev/null 2>&1 && return
  require mmdebstrap
  echo "Making a base image of Debian's packages ..."
  mmdebstrap --quiet --variant=minbase --include=python3,python3-venv,ca-certificates \
    "$release" "$work/base.tar"
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$work/base.tar" / >/dev/null
  buildah commit --quiet "$container" "$base" >/dev/null
  buildah rm "$container" >/dev/null
  container=
}

finish() {
  [ -z "${server:-}" ] || kill -TERM "$server" 2>/dev/null || true
  [ -z "${server:-}" ] || wait "$server" 2>/dev/null || true
  [ -z "${container:-}" ] || buildah rm "$container" >/dev/null
  rm -rf "$work"
}

inside() {
  buildah run --env BIND="127.0.0.1:$port" --env DJANGO_SECRET_KEY="$key" "$container" -- "$@"
}

require buildah
work=$(mktemp -d)
trap finish EXIT
base="${BASE:-}"
pull=--pull
[ -n "$base" ] || { make_base; pull=--pull-never; }
echo "Building $image on $base ..."
# HEALTHCHECK is part of Docker's format only. BUILD_OPTIONS is split on purpose.
# shellcheck disable=SC2086
buildah bud --format docker "$pull" --build-arg BASE="$base" --build-arg ENGINE="$engine" \
  ${BUILD_OPTIONS:-} --tag "$image" --file deploy/Containerfile . >"$work/build.log" 2>&1 ||
  { tail -40 "$work/build.log" >&2; exit 1; }

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
key=$(python3 -c 'import secrets; print(secrets.token_urlsafe(64))')
container=$(buildah from --pull-never "$image")
inside sh -c 'test "$(id -un)" = digitsite' || { echo "It does not run as digitsite." >&2; exit 1; }
echo "Starting it as digitsite on port $port ..."
inside python manage.py migrate --verbosity 0
touch "$work/start"
buildah run --env BIND="127.0.0.1:$port" --env DJANGO_SECRET_KEY="$key" "$container" -- \
  gunicorn --config deploy/gunicorn.conf.py digitsite.wsgi >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 120); do
  inside python deploy/container/is_ready.py >"$work/health" 2>&1 && ready=yes && break
  kill -0 "$server" 2>/dev/null || break
  sleep 1
done
[ -n "${ready:-}" ] || { cat "$work/health" "$work/server.log" >&2; exit 1; }
echo "/readyz: ready"
root=$(buildah mount "$container")
inside python - "$port" "$engine" <<'END'
import io, json, sys, urllib.request
from PIL import Image, ImageDraw

port, engine = sys.argv[1:]
seven = Image.new("L", (280, 280), 255)
ImageDraw.Draw(seven).line([(80, 60), (200, 60), (120, 230)], fill=0, width=18)
file = io.BytesIO()
seven.save(file, "PNG")
request = urllib.request.Request(
    f"http://127.0.0.1:{port}/api/v1/readings/",
    file.getvalue(),
    {"Content-Type": "image/png", "Host": "localhost"},
)
with urllib.request.urlopen(request, timeout=60) as answer:
    reading = json.load(answer)
with open("/tmp/answer", "w") as answer:
    print(f"a drawn 7, read by {engine}: {reading['verdict']} {reading['text']!r}", file=answer)
sys.exit(reading["text"] != "7")
END
# What a container prints is sometimes lost with chroot isolation.
cat "$root/tmp/answer"
# What the server wrote elsewhere would fail below a read-only root.
written=$(find "$root" -xdev -newer "$work/start" -type f \
  -not -path "*$state/*" -not -path '*/tmp/*' -not -path '*/run/*' -printf '%P\n' | head)
buildah umount "$container" >/dev/null
[ -z "$written" ] || { echo "It wrote outside of $state and /tmp: $written" >&2; exit 1; }
echo "Nothing was written outside of $state and /tmp."
echo "size of $image: $(buildah images --format '{{.Size}}' "$image")"
