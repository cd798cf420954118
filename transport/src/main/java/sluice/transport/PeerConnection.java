package sluice.transport;

import java.util.List;
import sluice.transport.loop.PeerLoop;

/// One end of a peer-to-peer connection: ICE finds the path, DTLS secures it, SCTP carries data channels over it
/// (RFC 8831, RFC 9429 for the order of the calls).
///
/// Every method returns at once and may be called from any thread; what comes of it arrives at the
/// {@link PeerListener}, in order and on one thread. Session descriptions and candidates are SDP text that the caller
/// carries to the other end by a way of its own. Whatever the other end sends, nothing is thrown: a connection that
/// cannot go on ends with {@link PeerEvent.Failed}.
///
/// The offering end calls {@link #offer}, the answering one {@link #acceptOffer}; each then gets a
/// {@link PeerEvent.LocalDescription} to carry over, followed by candidates as they are found (RFC 8838).
public interface PeerConnection extends AutoCloseable {

  /// Opens the sockets and starts the connection's own thread.
  static PeerConnection open(PeerOptions options, PeerListener listener) {
    return PeerLoop.open(options, listener);
  }

  /// Makes this end the offerer. Data channels opened before are part of the first handshake.
  void offer();

  /// Takes the other end's offer and answers it. On a living connection it is an ICE restart (RFC 8445, section 9), which
  /// must show the same certificate: the association and its channels go on.
  void acceptOffer(String description);

  /// Offers an ICE restart: new credentials and candidates, while the old path stays in use as long as it works. Tells a
  /// {@link PeerEvent.LocalDescription}. Nothing happens before the first answer, and while a restart is under way.
  void restart();

  /// Takes the answer to our offer, the first or that of a restart.
  void acceptAnswer(String description);

  /// Takes one trickled candidate: the value of an `a=candidate` line, with or without its prefix. One that is
  /// malformed or of no use is left out.
  void addRemoteCandidate(String candidate);

  /// The other end has no more candidates (RFC 8838, section 8.2).
  void endRemoteCandidates();

  /// Replaces the servers: new ones are asked, those with renewed credentials go on with them, those left out are released.
  void iceServers(List<IceServer> servers);

  /// Lends a way through the application's relay, for when nothing else works. A second one replaces the first.
  void offerForwardedPath(ForwardedPath path);

  /// Takes it back.
  void withdrawForwardedPath();

  /// Opens a channel; it may be used for sending at once, even before the connection stands.
  DataChannel openChannel(String label, ChannelOptions options, ChannelListener listener);

  /// What the connection has counted until now.
  PeerStatistics statistics();

  /// Ends the connection in an orderly way: what the channels still hold is delivered first (within
  /// {@link PeerOptions#closeTimeout}), then SCTP shuts down and DTLS says close_notify.
  /// {@link PeerEvent.Closed} is the last event.
  @Override
  void close();

  /// Ends the connection at once; the other end is told as far as one datagram can.
  void abort(String reason);
}
