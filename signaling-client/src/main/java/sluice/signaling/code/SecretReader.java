package sluice.signaling.code;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns what was typed after the nameplate into the canonical secret, `docs/protocol.md`,
/// section 1, steps 3 and 4.
final class SecretReader {
  private SecretReader() {}

  sealed interface Result {}

  record Valid(String canonical) implements Result {}

  record Refused(CodeProblem problem) implements Result {}

  /// Reads a secret after step 2: lower case, single dashes.
  static Result read(String normalised) {
    if (normalised.length() > Secret.MAX_CHARACTERS) {
      return new Refused(new CodeProblem.NotText());
    }
    List<String> parts = joinDashedWords(List.of(normalised.split("-", -1)));
    List<String> words = new ArrayList<>();
    for (String part : parts) {
      String word = WordList.complete(part);
      if (word != null) {
        words.add(word);
      }
    }
    if (words.size() == parts.size()) {
      return ofWords(words, normalised);
    }
    if (normalised.length() >= Secret.MIN_PHRASE && !meansWords(parts, words.size())) {
      return normalised.length() > Secret.MAX_PHRASE
          ? new Refused(new CodeProblem.NotText())
          : new Valid(normalised);
    }
    return new Refused(firstProblem(parts));
  }

  /// `yo-yo` is one word that its own dash has split.
  private static List<String> joinDashedWords(List<String> parts) {
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (i + 1 < parts.size() && parts.get(i).equals("yo") && parts.get(i + 1).equals("yo")) {
        joined.add("yoyo");
        i++;
      } else {
        joined.add(parts.get(i));
      }
    }
    return joined;
  }

  private static Result ofWords(List<String> words, String normalised) {
    if (words.size() > Secret.MAX_WORDS) {
      return new Refused(new CodeProblem.TooManyWords());
    }
    if (words.size() < Secret.MIN_WORDS) {
      return new Refused(new CodeProblem.TooFewWords(normalised));
    }
    return new Valid(String.join("-", words));
  }

  /// A mistyped word would cost the maker's code, so a text counts as a phrase only where it cannot
  /// have been meant as words: no part of several is a word, and not all parts resemble one.
  private static boolean meansWords(List<String> parts, int words) {
    return (parts.size() > 1 && words > 0)
        || parts.stream().allMatch(part -> WordList.near(part) != null);
  }

  private static CodeProblem firstProblem(List<String> parts) {
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (WordList.complete(part) == null) {
        return part.length() < WordList.PREFIX_LETTERS
            ? new CodeProblem.ShortWord(part, i + 1)
            : new CodeProblem.UnknownWord(part, i + 1, meant(part));
      }
    }
    throw new IllegalStateException("every part is a word");
  }

  private static @Nullable String meant(String mistyped) {
    String near = WordList.near(mistyped);
    return near != null ? near : WordList.complete(mistyped.substring(0, WordList.PREFIX_LETTERS));
  }
}
