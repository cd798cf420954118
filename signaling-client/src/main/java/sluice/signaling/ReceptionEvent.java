package sluice.signaling;

/// Something that happened to a [Reception].
public sealed interface ReceptionEvent {
  /// The relay has our list: whoever comes is told from now on.
  record Watching() implements ReceptionEvent {}

  /// A paired peer waits in a lobby to be answered: [Rendezvous#answer]. May be told again while it
  /// waits. Nothing is proven yet.
  record Called(Pairing pairing, Lobby lobby) implements ReceptionEvent {}

  /// The relay is away; it is tried again without end.
  ///
  /// @param detail for a log
  record RelayLost(String detail) implements ReceptionEvent {}
}
