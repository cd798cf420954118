package sluice.transport.sctp.packet;

import java.util.function.Function;

/// What a parser found: the value, or why there is none.
public sealed interface Parsed<T> {

  /// The bytes were well formed.
  record Value<T>(T value) implements Parsed<T> {}

  /// The bytes were not; nothing of them may be used.
  record Malformed<T>(ParseError error) implements Parsed<T> {}

  /// A well-formed result.
  static <T> Parsed<T> value(T value) {
    return new Value<>(value);
  }

  /// A malformed result.
  static <T> Parsed<T> malformed(ParseError error) {
    return new Malformed<>(error);
  }

  /// The same result with its value, if any, turned into another.
  default <R> Parsed<R> map(Function<? super T, ? extends R> function) {
    return switch (this) {
      case Value<T>(T value) -> value(function.apply(value));
      case Malformed<T>(ParseError error) -> malformed(error);
    };
  }
}
