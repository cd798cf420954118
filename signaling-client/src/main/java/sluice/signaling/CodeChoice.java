package sluice.signaling;

/// Which code a maker wants.
public sealed interface CodeChoice {
  /// Fresh words of the list, and whatever nameplate the relay gives.
  ///
  /// @param count 2 to 16
  record Words(int count) implements CodeChoice {
    public Words {
      if (count < 2 || count > 16) {
        throw new IllegalArgumentException("2 to 16 words");
      }
    }
  }

  /// This very code. Its relay part is not used.
  record Given(Code code) implements CodeChoice {}
}
