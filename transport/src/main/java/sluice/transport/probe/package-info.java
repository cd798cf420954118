/// What the NATs between here and a STUN server do (RFC 5780), and how large a datagram may be: engines, apart from
/// every connection, for a report to people.
@NullMarked
package sluice.transport.probe;

import org.jspecify.annotations.NullMarked;
