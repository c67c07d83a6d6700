#!/bin/bash
# Makes the tunnel device of the UPF in its container, then becomes open5gs-upfd with the arguments given. Can run again: a container that
# is started a second time has the same network namespace no more, but a restarted process has.
set -euo pipefail
if [[ ! -c /dev/net/tun ]]; then
  echo 'mvnolab: /dev/net/tun is missing; on the host: modprobe tun' >&2
  exit 1
fi
[[ -e /sys/class/net/ogstun ]] || ip tuntap add name ogstun mode tun
ip addr replace 10.45.0.1/16 dev ogstun
ip -6 addr replace 2001:db8:cafe::1/48 dev ogstun 2>/dev/null ||
  echo 'mvnolab: no IPv6 in this container: phones get no IPv6 answers' >&2
ip link set ogstun up
# Phones reach what the host reaches, behind the UPF's address. Without iptables in the image they reach the UPF itself only.
if command -v iptables >/dev/null; then
  rule=(POSTROUTING -s 10.45.0.0/16 '!' -o ogstun -j MASQUERADE)
  iptables -t nat -C "${rule[@]}" 2>/dev/null || iptables -t nat -A "${rule[@]}" ||
    echo 'mvnolab: no address translation: phones reach no further than the UPF' >&2
fi
exec open5gs-upfd "$@"
