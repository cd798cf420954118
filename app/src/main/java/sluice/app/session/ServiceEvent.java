package sluice.app.session;

import java.net.URI;
import sluice.app.ExitCode;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerName;
import sluice.app.peers.PeerRequest;

/// Something that happened to a {@link PeerService}, for a log. Texts of the other side are unescaped.
public sealed interface ServiceEvent {
  /// The relay tells us who comes, from now on.
  record RelayWatched(URI relay) implements ServiceEvent {}

  /// The relay is away; it is tried again.
  record RelayLost(URI relay, String detail) implements ServiceEvent {}

  /// What is kept of a peer cannot be read: that one is refused.
  record Unreadable(String sentence) implements ServiceEvent {}

  /// A peer has proven who it is and asks for something.
  record Asked(long session, PeerName peer, PeerRequest request) implements ServiceEvent {}

  /// It was refused.
  record Refused(long session, PeerName peer, PeerRequest request, PeerAnswer.Refused answer)
      implements ServiceEvent {}

  /// Somebody came with a peer's lobby and not with its secret, or broke off before asking.
  ///
  /// @param sentence escaped
  record NotProven(long session, PeerName peer, String sentence) implements ServiceEvent {}

  /// Something to know of a running session.
  ///
  /// @param sentence escaped
  record Remark(long session, PeerName peer, String sentence) implements ServiceEvent {}

  /// A session ended.
  ///
  /// @param sentence escaped; empty where all went well
  record Ended(long session, PeerName peer, ExitCode exit, long bytes, String sentence)
      implements ServiceEvent {}
}
