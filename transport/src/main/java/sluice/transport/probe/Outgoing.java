package sluice.transport.probe;

import java.net.InetSocketAddress;

/// A datagram to send.
///
/// @param socket which of the probe's sockets sends it
public record Outgoing(int socket, InetSocketAddress to, byte[] bytes) {}
