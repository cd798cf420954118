# The lab's networks: namespaces, wires, routes, NATs, firewalls. Sourced by `lab`, which gives
# $prefix, $state and $bin.
#
#   hostA 10.1.0.2 ── natA ══ wire ══╗                   ╔══ srv 203.0.113.10, .11
#                  (203.0.113.101)   inet ══ 203.0.113.0/24    2001:db8::10, ::11
#   hostB 10.2.0.2 ── natB ══ wire ══╝
#                  (203.0.113.102)   carrier NATs cgnA, cgnB stand between nat and inet
#
# IPv6 is routed and never translated: 2001:db8:a::2, 2001:db8:b::2.
# shellcheck shell=bash disable=SC2154 # assigned where this is sourced

server_1=203.0.113.10
server_2=203.0.113.11
server6_1=2001:db8::10
server6_2=2001:db8::11

# --- what a kind of place is ---------------------------------------------------------------------
kinds='public fullcone restricted portrestricted symmetric double udpblocked tcp443 ipv6 ipv6firewalled dual'

has_ipv4() { [[ $1 != ipv6* ]]; }
has_ipv6() { [[ $1 == ipv6* || $1 == dual ]]; }
has_nat() { [[ $1 != public && $1 != ipv6* ]]; }

# The RFC 4787 mapping and filtering of each, as options of usernat.
nat_options() {
  case $1 in
    fullcone) echo '--map eim --filter eif' ;;
    restricted) echo '--map eim --filter adf' ;;
    portrestricted | udpblocked | tcp443 | double | dual) echo '--map eim --filter apdf' ;;
    symmetric) echo '--map apdm --filter apdf --ports random' ;;
    *) fail "there is no NAT in front of '$1'" ;;
  esac
}

# --- building blocks -----------------------------------------------------------------------------
in_node() { # in_node NODE COMMAND...
  local node=$1
  shift
  ip netns exec "$prefix-$node" "$@"
}

node_ip() { # node_ip NODE ARGUMENT... of ip
  local node=$1
  shift
  ip -n "$prefix-$node" "$@"
}

add_node() { # add_node NODE [router]
  local node=$prefix-$1 forward=0
  [[ ! -e /run/netns/$node ]] || fail "the namespace $node exists and is not of this lab"
  [[ -z ${2:-} ]] || forward=1
  echo "$node" >>"$state/namespaces"
  ip netns add "$node"
  ip -n "$node" link set lo up
  # shellcheck disable=SC2016 # the inner shell's
  in_node "$1" sh -c '
    for i in all default; do
      echo 0 >/proc/sys/net/ipv4/conf/$i/rp_filter
      echo 0 >/proc/sys/net/ipv4/conf/$i/send_redirects
      echo 0 >/proc/sys/net/ipv4/conf/$i/accept_redirects
      echo 0 >/proc/sys/net/ipv6/conf/$i/accept_dad
      echo 0 >/proc/sys/net/ipv6/conf/$i/accept_ra
      echo "$0" >/proc/sys/net/ipv6/conf/$i/forwarding
    done
    echo "$0" >/proc/sys/net/ipv4/ip_forward' "$forward"
}

wire() { # wire NODE INTERFACE NODE INTERFACE
  node_ip "$1" link add "$2" type veth peer name "$4" netns "$prefix-$3"
  node_ip "$1" link set "$2" up
  node_ip "$3" link set "$4" up
}

add_address() { # add_address NODE INTERFACE ADDRESS...
  local node=$1 interface=$2 address
  shift 2
  for address; do
    case $address in
      *:*) node_ip "$node" -6 address add "$address" dev "$interface" nodad ;;
      *) node_ip "$node" address add "$address" dev "$interface" ;;
    esac
  done
}

# A wire with delay, rate and loss, as linkem makes it.
emulated() { # emulated NAME NODE INTERFACE ADDRESSES NODE INTERFACE ADDRESSES OPTIONS
  # shellcheck disable=SC2086 # options are words
  "$bin/linkem" --a-ns "$prefix-$2" --a-if "$3" --a-ip "$4" --b-ns "$prefix-$5" --b-if "$6" --b-ip "$7" \
    --ctl "$state/$1.ctl" --stats "$state/$1.json" --log "$state/$1.log" --pidfile "$state/$1.pid" \
    --daemon $8 || fail "linkem refuses: $8"
  await_file "$state/$1.pid"
  record "$(<"$state/$1.pid")" "$1"
}

# The router's way up: 198.18.INDEX.0/30, its interface is `wan`.
uplink() { # uplink NODE INDEX UPSTREAM UPSTREAM-INTERFACE NAME OPTIONS
  local node=$1 index=$2 up=$3 interface=$4 name=$5 options=$6
  local below=(198.18."$index".2/30 fdee:"$index"::2/64) above=(198.18."$index".1/30 fdee:"$index"::1/64)
  if [[ -n $options ]]; then
    emulated "$name" "$node" wan "${below[0]},${below[1]}" "$up" "$interface" "${above[0]},${above[1]}" "$options"
  else
    wire "$node" wan "$up" "$interface"
    add_address "$node" wan "${below[@]}"
    add_address "$up" "$interface" "${above[@]}"
  fi
  node_ip "$node" route add default via "198.18.$index.1" dev wan
  node_ip "$node" -6 route add default via "fdee:$index::1" dev wan
}

# usernat in a router: what comes from the inside, and what comes for the external address, passes it.
nat() { # nat NODE EXTERNAL INSIDE-CIDRS OPTIONS INTERFACE...
  local node=$1 external=$2 inside=$3 options=$4 interface
  shift 4
  # shellcheck disable=SC2086 # options are words
  "$bin/usernat" --ns "$prefix-$node" --if nat0 --ext "$external" --inside "$inside" --log "$state/$node.log" \
    --pidfile "$state/$node.pid" --daemon --seed $((RANDOM + 1)) $options $nat_more || fail "usernat refuses: $options"
  await_file "$state/$node.pid"
  record "$(<"$state/$node.pid")" "$node"
  # ICMP errors of this router's own kernel come back translated, with its own source address.
  in_node "$node" sh -c 'echo 1 >/proc/sys/net/ipv4/conf/nat0/accept_local'
  node_ip "$node" route add "$external/32" dev nat0
  node_ip "$node" route add default dev nat0 table 100
  for interface; do
    node_ip "$node" rule add iif "$interface" lookup 100 priority 100
  done
}

# What a kind forbids beyond its NAT, and the stateful firewall that guards IPv6.
firewall() { # firewall NODE KIND INTERFACE...
  local node=$1 kind=$2 interface passes='' rules=''
  shift 2
  case $kind in
    udpblocked) passes='meta l4proto tcp' ;;
    tcp443) passes='tcp dport 443' ;;
  esac
  [[ $# -lt 2 ]] || rules="iifname { $1, $2 } oifname { $1, $2 } drop;" # two LANs that are apart
  for interface; do
    if [[ -n $passes ]]; then
      rules+="iifname $interface $passes accept; iifname $interface drop;"
    fi
    if [[ -n $passes || $kind == ipv6firewalled || $kind == dual ]]; then
      rules+="meta nfproto ipv6 meta l4proto ipv6-icmp accept;"
      rules+="iifname wan oifname $interface ct state established,related accept; iifname wan oifname $interface drop;"
    fi
  done
  [[ -z $rules ]] || in_node "$node" nft \
    "table inet fence { chain forward { type filter hook forward priority 0; policy accept; $rules }; }"
}

lan() { # lan ROUTER INTERFACE HOST INDEX LETTER KIND
  wire "$1" "$2" "$3" eth0
  add_address "$1" "$2" "10.$4.0.1/24"
  has_ipv6 "$6" && add_address "$1" "$2" "2001:db8:$5::1/64"
  seat "$3" "$4" "$5" 2 "$6"
}

seat() { # seat HOST INDEX LETTER LAST-BYTE KIND: its addresses
  if has_ipv4 "$5"; then
    add_address "$1" eth0 "10.$2.0.$4/24"
    node_ip "$1" route add default via "10.$2.0.1" dev eth0
  fi
  if has_ipv6 "$5"; then
    add_address "$1" eth0 "2001:db8:$3::$4/64"
    node_ip "$1" -6 route add default via "2001:db8:$3::1" dev eth0
  fi
}

# --- whole arrangements --------------------------------------------------------------------------
# Host, router and uplink of one side.
side() { # side LETTER INDEX KIND LINK-OPTIONS UPSTREAM
  local letter=$1 index=$2 kind=$3 options=$4 up=$5 public=203.0.113.10$2 small=${1,}
  add_node "host$letter"
  add_node "nat$letter" router
  uplink "nat$letter" "$index" "$up" "to$letter" "link-$letter" "$options"
  if [[ $kind == public ]]; then
    wire "nat$letter" lan "host$letter" eth0
    add_address "nat$letter" lan "10.$index.0.1/24"
    add_address "host$letter" eth0 "$public/32"
    node_ip "host$letter" route add default via "10.$index.0.1" dev eth0 onlink
    node_ip "nat$letter" route add "$public/32" dev lan
  else
    lan "nat$letter" lan "host$letter" "$index" "$small" "$kind"
    [[ $kind != double ]] || public=100.64.$index.2
    ! has_nat "$kind" || nat "nat$letter" "$public" "10.$index.0.0/24" "$(nat_options "$kind")" lan
  fi
  firewall "nat$letter" "$kind" lan
  node_ip "$up" route add "$public/32" via "198.18.$index.2" dev "to$letter"
  node_ip "$up" -6 route add "2001:db8:$small::/64" via "fdee:$index::2" dev "to$letter"
}

# A carrier's NAT on the public address .10INDEX, in front of the named sides.
carrier() { # carrier LETTER INDEX LETTER-OF-A-SIDE...
  local node=cgn$1 index=$2 letter interfaces=()
  shift 2
  add_node "$node" router
  uplink "$node" "1$index" inet "to-$node" '' ''
  for letter; do
    interfaces+=("to$letter")
    node_ip inet -6 route add "2001:db8:${letter,}::/64" via "fdee:1$index::2" dev "to-$node"
  done
  node_ip inet route add "203.0.113.10$index/32" via "198.18.1$index.2" dev "to-$node"
  nat "$node" "203.0.113.10$index" 100.64.0.0/10 '--map eim --filter apdf --ports random' "${interfaces[@]}"
}

# The public segment and the server on it.
internet() { # internet LINK-OPTIONS
  add_node inet router
  add_node srv
  node_ip inet link add br0 type bridge
  node_ip inet link set br0 up
  if [[ -n $1 ]]; then
    emulated link-srv srv eth0 '' inet srv '' "--tap $1"
    in_node srv sh -c 'echo 0 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6'
  else
    wire srv eth0 inet srv
  fi
  node_ip inet link set srv master br0
  add_address inet br0 203.0.113.1/24 2001:db8::1/64
  in_node inet sh -c 'echo 1 >/proc/sys/net/ipv4/conf/br0/proxy_arp; echo 0 >/proc/sys/net/ipv4/neigh/br0/proxy_delay'
  add_address srv eth0 $server_1/24 $server_2/24 $server6_1/64 $server6_2/64
  node_ip srv route add default via 203.0.113.1
  node_ip srv -6 route add default via 2001:db8::1
  # TLS on port 443 of the second address is coturn's; the first one's 443 is the relay's.
  in_node srv nft "table inet doors { chain in { type nat hook prerouting priority -100;
    ip daddr $server_2 tcp dport 443 redirect to :5349; ip6 daddr $server6_2 tcp dport 443 redirect to :5349; }; }"
}

# Both hosts behind one NAT of this kind: on one LAN, or on two that cannot reach each other.
behind_one_nat() { # behind_one_nat KIND lan|apart LINK-OPTIONS
  local kind=$1
  add_node hostA
  add_node hostB
  add_node natA router
  uplink natA 1 inet toA link-A "$3"
  if [[ $2 == lan ]]; then
    node_ip natA link add lan type bridge
    node_ip natA link set lan up
    # Where br_netfilter is loaded, what the two say to each other would pass the router's firewall.
    # shellcheck disable=SC2016 # the inner shell's
    in_node natA sh -c 'for each in /proc/sys/net/bridge/bridge-nf-call-ip*; do [ ! -e "$each" ] || echo 0 >"$each"; done'
    wire natA portA hostA eth0
    wire natA portB hostB eth0
    node_ip natA link set portA master lan
    node_ip natA link set portB master lan
    add_address natA lan 10.1.0.1/24
    seat hostA 1 a 2 "$kind"
    seat hostB 1 a 3 "$kind"
    nat natA 203.0.113.101 10.1.0.0/24 "$(nat_options "$kind")" lan
    firewall natA "$kind" lan
  else
    lan natA lan hostA 1 a "$kind"
    lan natA lan2 hostB 2 b "$kind"
    nat natA 203.0.113.101 10.1.0.0/24,10.2.0.0/24 "$(nat_options "$kind")" lan lan2
    firewall natA "$kind" lan lan2
  fi
  node_ip inet route add 203.0.113.101/32 via 198.18.1.2 dev toA
}

# Two homes behind one carrier, whose NAT sends back what is for its own address.
behind_one_carrier() { # behind_one_carrier LINK-OPTIONS-A LINK-OPTIONS-B
  carrier A 1 A B
  side A 1 double "$1" cgnA
  side B 2 double "$2" cgnA
}
