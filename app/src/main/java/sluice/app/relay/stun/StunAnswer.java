package sluice.app.relay.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// What goes back.
///
/// @param place which of our addresses it leaves from
/// @param datagram whole, ready to be sent
record StunAnswer(int place, InetSocketAddress destination, ByteBuffer datagram) {}
