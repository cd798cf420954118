/// A STUN server (RFC 8489, Binding only; RFC 5780 as far as its addresses allow): what a client
/// asks to learn its public address. {@link StunResponder} is the engine, {@link StunServer} its
/// sockets.
@NullMarked
package sluice.app.relay.stun;

import org.jspecify.annotations.NullMarked;
