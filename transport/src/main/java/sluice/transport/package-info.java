/// Peer-to-peer connections with data channels, as browsers speak them: ICE, DTLS, SCTP
/// (RFC 8825 and what it names). Usable by itself; how session descriptions and candidates reach
/// the other end is the caller's affair, here some `signaling`:
///
/// ```java
/// PeerConnection connection = PeerConnection.open(PeerOptions.defaults(), event -> {
///   switch (event) {
///     case PeerEvent.LocalDescription local -> signaling.sendDescription(local.description());
///     case PeerEvent.LocalCandidate local -> signaling.sendCandidate(local.candidate());
///     default -> {}
///   }
/// });
/// signaling.onAnswer(connection::acceptAnswer);
/// signaling.onCandidate(connection::addRemoteCandidate);
/// connection.openChannel("greeting", ChannelOptions.RELIABLE, listener).send("hello");
/// connection.offer();
/// ```
///
/// The other end calls [sluice.transport.PeerConnection#acceptOffer], and finds the channel in
/// [sluice.transport.PeerEvent.ChannelOffered].
@NullMarked
package sluice.transport;

import org.jspecify.annotations.NullMarked;
