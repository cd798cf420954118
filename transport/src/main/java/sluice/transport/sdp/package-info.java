/// Session descriptions (RFC 8866), only what a connection of data channels needs (RFC 8841,
/// RFC 9429): [sluice.transport.sdp.SdpReader] reads what browsers and WebRTC libraries offer and
/// answer, [sluice.transport.sdp.SdpWriter] writes what they accept.
@NullMarked
package sluice.transport.sdp;

import org.jspecify.annotations.NullMarked;
