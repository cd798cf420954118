/// SCTP (RFC 9260) as it runs over DTLS between WebRTC endpoints (RFC 8261), with partial reliability (RFC 3758) and
/// stream reset (RFC 6525): an engine without socket, thread or clock.
///
/// {@link sluice.transport.sctp.Association} is the whole face. Each procedure of the RFCs has its own file:
/// {@code Handshake}, {@code Shutdown}, {@code Heartbeat}, {@code StreamReset}, {@code ErrorReports}; what moves data
/// is in {@code send} and {@code receive}.
@NullMarked
package sluice.transport.sctp;

import org.jspecify.annotations.NullMarked;
