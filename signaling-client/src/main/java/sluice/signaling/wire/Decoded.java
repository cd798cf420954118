package sluice.signaling.wire;

/// What a text turned out to be.
///
/// @param <M> the messages of that direction
public sealed interface Decoded<M> {
  /// A message.
  record Valid<M>(M message) implements Decoded<M> {}

  /// Well formed, but of a type that this version does not know.
  record UnknownType<M>() implements Decoded<M> {}

  /// Not a message.
  ///
  /// @param reason in our words, nothing of the text in it
  record Malformed<M>(String reason) implements Decoded<M> {}
}
