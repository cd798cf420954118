package sluice.signaling.code;

import java.util.List;
import java.util.Locale;

/// Completes a code while it is typed, for the Tab key of a prompt.
public final class CodeCompletion {
  private CodeCompletion() {}

  /// The texts that the typed beginning of a code may become, each a whole beginning up to and with
  /// its last word: `42-pel` gives `42-pelican`. Empty where the number is still being typed, where
  /// nothing fits, or beyond an `@`.
  public static List<String> complete(String typed) {
    int dash = typed.lastIndexOf('-');
    if (dash <= 0 || typed.indexOf('@') >= 0) {
      return List.of();
    }
    String before = typed.substring(0, dash + 1);
    String letters = typed.substring(dash + 1).toLowerCase(Locale.ROOT);
    return WordList.startingWith(letters).stream().map(before::concat).toList();
  }
}
