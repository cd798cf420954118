package sluice.transport.ice;

/// What {@link IceLink#poll} tells.
public sealed interface IceEvent {
  /// A candidate to carry to the other end.
  ///
  /// @param ufrag of the generation that it belongs to
  record CandidateFound(Candidate candidate, String ufrag) implements IceEvent {}

  /// All candidates have been told.
  record GatheringComplete() implements IceEvent {}

  /// There is a path: the first, or another one, or the same again after it was suspect or lost.
  record PathSelected(IcePath path) implements IceEvent {}

  /// Nothing came back for a while although data is outstanding, or the path's own address is gone.
  record PathSuspect() implements IceEvent {}

  /// An ICE restart would help: the path has been in doubt for a while, or this machine's addresses changed. Comes again
  /// while this lasts.
  record RestartWanted() implements IceEvent {}

  /// RFC 7675, section 5.1: consent expired, nothing may be sent on this path any more.
  record PathLost() implements IceEvent {}
}
