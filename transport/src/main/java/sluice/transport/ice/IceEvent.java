package sluice.transport.ice;

/// What {@link IceLink#poll} tells.
public sealed interface IceEvent {
  /// A candidate to carry to the other end.
  record CandidateFound(Candidate candidate) implements IceEvent {}

  /// All candidates have been told.
  record GatheringComplete() implements IceEvent {}

  /// There is a path: the first, or another one, or the same again after it was suspect or lost.
  record PathSelected(IcePath path) implements IceEvent {}

  /// Nothing came back for {@link Consent#SUSPECT_NANOS} although data is outstanding.
  record PathSuspect() implements IceEvent {}

  /// RFC 7675, section 5.1: consent expired, nothing may be sent on this path any more.
  record PathLost() implements IceEvent {}
}
