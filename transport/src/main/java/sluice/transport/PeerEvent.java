package sluice.transport;

/// Something that happened to a {@link PeerConnection}.
public sealed interface PeerEvent {
  /// The description to carry to the other end: our offer or our answer, the first or one of a restart. Candidates that
  /// are told after it belong to it; carry them in this order.
  record LocalDescription(String description) implements PeerEvent {}

  /// One candidate to carry to the other end, in the form of an `a=candidate` value. It names the `ufrag` that it belongs
  /// to, so that candidates of two restarts are not confused.
  record LocalCandidate(String candidate) implements PeerEvent {}

  /// All candidates have been told (RFC 8838, end-of-candidates).
  record CandidatesComplete() implements PeerEvent {}

  /// Path, DTLS and SCTP stand: data moves.
  record Connected(Route route) implements PeerEvent {}

  /// The other end opened a channel. Its listener is set with {@link DataChannel#listen} before this call returns, or
  /// messages wait in the receive window.
  record ChannelOffered(DataChannel channel) implements PeerEvent {}

  /// Nothing came back for some seconds although data is outstanding, or the path must be proven anew after a sleep and was
  /// not at once; sending goes on.
  record PathSuspect() implements PeerEvent {}

  /// The path is in doubt, or this machine's addresses changed: an ICE restart would help. The end that offered first then
  /// restarts by itself and tells {@link LocalDescription}; this event comes at the other one, whose application asks the
  /// first one's for {@link PeerConnection#restart}. Told again every few seconds while there is no path.
  record RestartWanted() implements PeerEvent {}

  /// Consent to send is lost (RFC 7675): sending stopped, the association is frozen.
  record PathLost() implements PeerEvent {}

  /// There is a path, the old one again or another.
  record PathReturned(Route route) implements PeerEvent {}

  /// Data goes another way from now on, although the old one worked.
  record PathChanged(Route route) implements PeerEvent {}

  /// Both ends are done; nothing follows.
  record Closed() implements PeerEvent {}

  /// The connection cannot go on; nothing follows.
  record Failed(PeerFailure failure) implements PeerEvent {}
}
