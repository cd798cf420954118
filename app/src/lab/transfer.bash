# One transfer of a file through the lab, from hostA to hostB, with what stands on the server: a
# sluice relay, coturn. Sourced by `matrix` and `stays`.
# shellcheck shell=bash

export LC_ALL=C.UTF-8 SLUICE_DISCOVERY=loopback
unset SLUICE_RELAY JAVA_TOOL_OPTIONS http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
sluice=${SLUICE:-$here/../../../dist/sluice}
lab() { "$here/lab" "$@"; }

[[ $(id -u) -eq 0 ]] || fail 'needs root, for network namespaces'
export LAB_PREFIX=${LAB_PREFIX:-sluice-lab}
work=$(mktemp -d /tmp/sluice-lab.XXXXXX)
export SLUICE_HOME=$work/home
mkdir "$SLUICE_HOME"
# The first start builds: not while something is waited for.
"$sluice" --version >"$work/version" || fail "$sluice does not start"
pids=()
clean() {
  trap '' INT TERM
  ((${#pids[@]} == 0)) || kill -KILL "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null
  lab down || true
  if [[ -n ${keep:-} ]]; then
    echo "what the programs said stays in $work" >&2
  else
    rm -rf "$work"
  fi
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

millis() { date +%s%3N; }

await() { # await SECONDS WHAT CONDITION...; on failure returns 1, and the reason is in $why
  local end=$(($(millis) + $1 * 1000))
  why="waited $1 s in vain for $2"
  shift 2
  until "$@"; do
    (($(millis) < end)) || return 1
    sleep 0.02
  done
  why=
}

# In the background, as a process whose number is $started; its events in NAME.json.
start() { # start NAME NODE COMMAND...
  local name=$1 node=$2
  shift 2
  "$here/lab" exec "$node" "$@" >"$work/$name.json" 2>"$work/$name.err" </dev/null &
  started=$!
  pids+=("$started")
}

has_event() { grep -q "\"event\":\"$2\"" "$work/$1.json" 2>/dev/null; } # has_event NAME EVENT

last_event() { grep "\"event\":\"$2\"" "$work/$1.json" 2>/dev/null | tail -n 1; }

field() { sed -n "s/.*\"$1\":\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p"; } # field NAME <one event

event_millis() { # event_millis EVENT-LINE
  date -d "$(field time <<<"$1")" +%s%3N
}

start_relay() { # start_relay OPTION...
  start relay srv "$sluice" relay --listen '[::]:443' --json "$@"
  relay=$started
  await 30 'the relay' has_event relay listening || fail "$why: $(cat "$work"/relay.*)"
}

# What lies between the slashes and the @ of a turn: URI.
turn_user() {
  if [[ ${credentials:-static} == static ]]; then
    echo lab:lab
  else
    lab turn-credentials | sed 's/%/%25/g; s/:/%3A/g; s/+/%2B/g; s|/|%2F|g; s/=/%3D/g; s/ /:/'
  fi
}

# The words for one side: the relay by an address that it can reach, and the ICE servers. $turn is
# one of udp, tcp, tls, all, none; $credentials static or secret.
meeting() { # meeting KIND; the words go to $words
  local kind=$1 one=203.0.113.10 two=203.0.113.11 port=3478 tls=443 user
  user=$(turn_user)
  # Port 443 belongs to the server with static credentials alone.
  [[ ${credentials:-static} == static ]] || port=3578 tls=5449
  if [[ $kind == ipv6* ]]; then
    one='[2001:db8::10]' two='[2001:db8::11]'
  fi
  words=(--relay "ws://$one:443" --ice-server "stun:$one:$stun_port")
  [[ $kind != dual ]] || words+=(--ice-server "stun:[2001:db8::10]:$stun_port")
  case ${turn:-all} in
    none) ;;
    udp | tcp) words+=(--ice-server "turn:$user@$one:$port?transport=$turn") ;;
    tls) words+=(--ice-server "turns:$user@$two:$tls?transport=tcp") ;;
    all)
      words+=(
        --ice-server "turn:$user@$one:$port?transport=udp"
        --ice-server "turn:$user@$one:$port?transport=tcp"
        --ice-server "turns:$user@$two:$tls?transport=tcp"
      )
      ;;
    *) fail "--turn takes udp, tcp, tls, all or none" ;;
  esac
}

# Begins to send $work/source from hostA and to receive it in hostB as $work/copy.
begin_transfer() { # begin_transfer KIND-A KIND-B; extra words of both in $more, of each in $more_a, $more_b
  rm -f "$work/code" "$work/copy" "$work"/{send,receive}.{json,err}
  meeting "$1"
  # shellcheck disable=SC2154 # of the caller, may be unset
  start send hostA "$sluice" --json "${words[@]}" ${more-} ${more_a-} send --code-file "$work/code" "$work/source"
  sender=$started
  await 20 'the code' test -s "$work/code" || return 1
  meeting "$2"
  begun=$(millis)
  # shellcheck disable=SC2154 # of the caller, may be unset
  start receive hostB "$sluice" --json "${words[@]}" ${more-} ${more_b-} receive --code-file "$work/code" --yes \
    --output "$work/copy"
  receiver=$started
}

finished() { ! kill -0 "$sender" 2>/dev/null && ! kill -0 "$receiver" 2>/dev/null; }

# Waits for both ends, and compares.
end_transfer() { # end_transfer SECONDS
  local exits=() pid
  await "$1" 'the end of the transfer' finished || return 1
  for pid in "$sender" "$receiver"; do
    if wait "$pid"; then exits+=(0); else exits+=($?); fi
  done
  why="exits ${exits[*]}: $(reasons)"
  [[ ${exits[*]} == '0 0' ]] || return 1
  why='the copy differs from the source'
  cmp -s "$work/source" "$work/copy" || return 1
  why=
}

reasons() { # the last words of both ends
  local name
  for name in send receive; do
    printf '%s: ' "$name"
    { last_event "$name" error | field message; tail -n 1 "$work/$name.err"; } | head -n 1
  done | tr '\n' ' '
}

end_program() { # end_program PID
  kill -KILL "$1"
  wait "$1" 2>/dev/null || true
}

end_programs() {
  ((${#pids[@]} == 0)) || kill -KILL "${pids[@]}" 2>/dev/null || true
  wait "${pids[@]}" 2>/dev/null || true
  pids=()
}

# coturn, and the lab's authority for our own programs: its certificate is verified like any other.
java_options=${SLUICE_JAVA_OPTS:-}
start_turn() { # start_turn OPTION... of turnserver
  lab turn "$@"
  rm -f "$work/trust.p12"
  keytool -importcert -noprompt -alias lab -file "$(lab ca)" -keystore "$work/trust.p12" -storepass changeit 2>/dev/null
  export SLUICE_JAVA_OPTS="$java_options -Djavax.net.ssl.trustStore=$work/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit"
}
