package sluice.signaling.code;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The secret part of a code in its canonical form. Never sent anywhere.
///
/// @param text complete words joined by dashes, or a phrase
public record Secret(String text) {
  /// Words at least.
  public static final int MIN_WORDS = 2;

  /// Words at most.
  public static final int MAX_WORDS = 16;

  /// Characters of a phrase at least.
  public static final int MIN_PHRASE = 12;

  /// Characters of a phrase at most.
  public static final int MAX_PHRASE = 128;

  /// Characters of any secret at most: 16 words of ten letters.
  static final int MAX_CHARACTERS = 176;

  /// Only reading and drawing make secrets; anything else must already be canonical.
  public Secret {
    if (!(SecretReader.read(text) instanceof SecretReader.Valid valid)
        || !valid.canonical().equals(text)) {
      throw new IllegalArgumentException("not a canonical secret");
    }
  }

  /// Draws words; the generator must be a secure one outside of simulations.
  public static Secret random(int words, RandomGenerator random) {
    return new Secret(
        random
            .ints(words, 0, WordList.SIZE)
            .mapToObj(WordList::word)
            .collect(Collectors.joining("-")));
  }

  /// What enters the PAKE.
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "secret";
  }
}
