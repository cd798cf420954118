package sluice.signaling;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import sluice.signaling.wire.IceServer;

/// Something that happened to a [Rendezvous]. Text from the other end or the relay is unescaped.
public sealed interface RendezvousEvent {
  /// The relay in use is known: by option, by the code, or found on this network.
  ///
  /// @param relay without user information or query
  record RelayChosen(URI relay) implements RendezvousEvent {}

  /// The maker's code is complete and can be told to a person.
  record CodeAllocated(Code code) implements RendezvousEvent {}

  /// The own seat is taken and the other end is not there.
  record Waiting() implements RendezvousEvent {}

  /// Somebody took the other seat. Nothing is proven yet.
  record PeerJoined() implements RendezvousEvent {}

  /// Who had taken the other seat went away before proving anything. It cost nothing.
  record PeerVanished() implements RendezvousEvent {}

  /// A joiner knew the code but wants something else; it was turned away and the code still holds.
  record OtherPurposeTried(Purpose theirs) implements RendezvousEvent {}

  /// Both ends have proven the code. From now on messages cross.
  ///
  /// @param words four words of the session, the same at both ends, for `--verify`
  /// @param version the protocol version of this session
  /// @param features of the other end
  record Paired(List<String> words, int version, Set<String> features) implements RendezvousEvent {
    public Paired {
      words = List.copyOf(words);
      features = Set.copyOf(features);
    }
  }

  /// The other end sent this, in order, once.
  ///
  /// @param message read-only
  record MessageReceived(ByteBuffer message) implements RendezvousEvent {}

  /// The relay hands out ICE servers.
  ///
  /// @param lifetimeSeconds how long their credentials hold; 0 for ever
  record IceServersOffered(List<IceServer> servers, int lifetimeSeconds)
      implements RendezvousEvent {
    public IceServersOffered {
      servers = List.copyOf(servers);
    }
  }

  /// The relay forwards datagrams to the paired peer: [Rendezvous#forward] works from now on.
  ///
  /// @param bytesPerSecond of the session, both directions together; 0 when it forwards no more
  record ForwardingOffered(int bytesPerSecond) implements RendezvousEvent {}

  /// The connection to the relay ended; it is tried again.
  ///
  /// Told again when a relay that fell silent turns out to be closed.
  ///
  /// @param detail for a log
  record RelayLost(String detail, Departure how) implements RendezvousEvent {}

  /// The relay has us again.
  record RelayBack() implements RendezvousEvent {}

  /// The paired peer's connection to the relay ended; its seat is kept for 30 s, or for 120 s where it
  /// fell silent only.
  record PeerAway(Departure how) implements RendezvousEvent {}

  /// The paired peer is at the relay again.
  record PeerBack() implements RendezvousEvent {}

  /// The paired peer did not come back in time, or gave its seat up without a word.
  record PeerGone() implements RendezvousEvent {}

  /// The paired peer took its leave.
  ///
  /// @param text its own words, unescaped, at most 256 bytes of UTF-8
  record ByeReceived(ByeReason reason, String text) implements RendezvousEvent {}

  /// It cannot go on. The last event.
  record Failed(SignalingFailure failure) implements RendezvousEvent {}

  /// Closed by its owner. The last event.
  record Closed() implements RendezvousEvent {}
}
