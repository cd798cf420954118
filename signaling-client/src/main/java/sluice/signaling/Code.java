package sluice.signaling;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import sluice.signaling.code.CodeProblem;
import sluice.signaling.code.CodeReader;
import sluice.signaling.code.Secret;
import sluice.signaling.wire.Nameplate;

/// `NAMEPLATE-SECRET[@RELAY]`: what a person reads out, `docs/protocol.md`, section 1.
///
/// @param relay host and optional port of a relay, reached by wss for this session only; or null
public record Code(Nameplate nameplate, Secret secret, @Nullable String relay) {
  /// What a typed text turned out to be.
  public sealed interface Reading {
    /// A code.
    record Valid(Code code) implements Reading {}

    /// None; the problem has a sentence.
    record Invalid(CodeProblem problem) implements Reading {}
  }

  /// Reads what a person typed: forgiving about case, blanks and three-letter prefixes, and strict
  /// about words that are not in the list, since every wrong one would cost the maker's code.
  public static Reading read(String typed) {
    return switch (CodeReader.read(typed)) {
      case CodeReader.Parts parts ->
          new Reading.Valid(new Code(parts.nameplate(), parts.secret(), parts.relay()));
      case CodeReader.Refused refused -> new Reading.Invalid(refused.problem());
    };
  }

  /// The text to tell: `42-pelican-violin`, with `@relay` where the code has one.
  public String text() {
    return nameplate + "-" + secret.text() + (relay == null ? "" : "@" + relay);
  }

  /// The same code carrying a relay's host and port.
  public Code withRelay(@Nullable String changed) {
    return new Code(nameplate, secret, changed);
  }

  /// The relay's URI, or null where the code has none.
  public @Nullable URI relayUri() {
    return relay == null ? null : URI.create("wss://" + relay);
  }

  /// The nameplate only: a code's secret is not for logs.
  @Override
  public String toString() {
    return nameplate + "-…";
  }
}
