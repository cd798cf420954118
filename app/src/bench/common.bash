# What the scripts beside this one share: a folder of their own, a relay, two processes watched. Sourced.
set -euo pipefail
export LC_ALL=C.UTF-8 SLUICE_DISCOVERY=loopback
unset SLUICE_RELAY JAVA_TOOL_OPTIONS

fail() {
  printf 'bench: %s\n' "$*" >&2
  exit 1
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd -P)
sluice=${SLUICE:-$root/dist/sluice}

# our_folder PARENT: in $work, gone with us; so is every process whose pid lies in it.
our_folder() {
  work=$(mktemp -d "$1/sluice-bench.XXXXXX")
  trap clean EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  export SLUICE_HOME=$work/home
  mkdir "$SLUICE_HOME"
}

clean() {
  trap '' INT TERM
  # shellcheck disable=SC2046 # words
  kill $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null || true
  wait
  rm -rf "$work"
}

await() { # await SECONDS CONDITION...
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < end)) || fail "waited in vain for: $*"
    sleep 0.02
  done
}

start_relay() {
  : >"$work/relay.json"
  "$sluice" relay --listen 127.0.0.1:0 --json >"$work/relay.json" 2>"$work/relay.err" &
  echo $! >"$work/relay.pid"
  await 60 grep -q '"listening"' "$work/relay.json"
  relay=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' "$work/relay.json")
}

# run SIDE ARGUMENTS...: sluice in place of this (sub)shell, its pid in SIDE.pid.
run() {
  local side=$1
  shift
  echo "$BASHPID" >"$work/$side.pid"
  exec "$sluice" --relay "$relay" "$@"
}

# watch SIDE: the highest resident memory in SIDE.kb, while it lives.
watch() {
  local key kb _ pid idle
  await 10 test -s "$work/$1.pid"
  read -r pid <"$work/$1.pid"
  exec {idle}<> <(:)
  while [[ -e /proc/$pid/status ]]; do
    while read -r key kb _; do
      [[ $key == VmHWM: ]] && echo "$kb" >"$work/$1.kb" && break
    done <"/proc/$pid/status"
    read -rt 0.1 -u "$idle" || true
  done 2>/dev/null
}

megabytes() { # megabytes SIDE: its highest resident memory
  awk '{ printf "%.0f", $1 * 1.024 / 1000 }' "$work/$1.kb"
}

machine() {
  printf '%s, %s, %s CPUs, load %s\n' "$(date -u +%FT%TZ)" \
    "$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo 'no commit')" \
    "$(nproc)" "$(cut -d' ' -f1 /proc/loadavg)"
}
