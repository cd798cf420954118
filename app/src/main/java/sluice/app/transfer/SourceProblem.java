package sluice.app.transfer;

import org.jspecify.annotations.Nullable;

/// A source that was not sent as offered.
///
/// @param reason why it was left out, or null where it was sent but changed meanwhile
public record SourceProblem(ManifestEntry entry, @Nullable AbandonReason reason) {
  /// For people: one sentence.
  public String sentence() {
    String name = entry.name().display();
    return reason == null
        ? name + " changed while it was sent; what was read is stored."
        : name + " was not sent: " + reason.sentence() + ".";
  }
}
