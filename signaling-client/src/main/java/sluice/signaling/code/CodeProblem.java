package sluice.signaling.code;

import org.jspecify.annotations.Nullable;

/// Why a typed text is no code. Nothing of it has left this machine.
public sealed interface CodeProblem {
  /// Nothing was typed.
  record Empty() implements CodeProblem {}

  /// It does not begin with a number and a dash.
  record NoNumber() implements CodeProblem {}

  /// The number is too long or begins with 0.
  record BadNumber(String digits) implements CodeProblem {}

  /// There is nothing after the number.
  record NoSecret(String digits) implements CodeProblem {}

  /// One word of the list is not enough.
  record TooFewWords(String word) implements CodeProblem {}

  /// More words than a code may have.
  record TooManyWords() implements CodeProblem {}

  /// A word that is not in the list.
  ///
  /// @param place which word, from 1
  /// @param meant the word it resembles, or null
  record UnknownWord(String word, int place, @Nullable String meant) implements CodeProblem {}

  /// Too few letters to tell which word is meant.
  record ShortWord(String letters, int place) implements CodeProblem {}

  /// Longer than a code may be, or with control characters in it.
  record NotText() implements CodeProblem {}

  /// What stands after the `@` names no relay.
  record BadRelay(String relay) implements CodeProblem {}

  /// The sentence for the person who typed it. Contains what was typed, unescaped.
  default String sentence() {
    return switch (this) {
      case Empty empty -> "No code was given; a code looks like 42-pelican-violin.";
      case NoNumber none -> "A code begins with its number and a dash, like 42-pelican-violin.";
      case BadNumber number ->
          "The number of a code has 1 to 9 digits and no 0 in front, unlike "
              + number.digits()
              + ".";
      case NoSecret none ->
          "The words are missing after "
              + none.digits()
              + "-; a code looks like 42-pelican-violin.";
      case TooFewWords one ->
          "One word (" + one.word() + ") is not enough: a code has two or more, or 12 characters.";
      case TooManyWords many -> "A code has at most " + Secret.MAX_WORDS + " words.";
      case UnknownWord(String word, int place, String meant) when meant != null ->
          "Word "
              + place
              + ", \""
              + word
              + "\", is not in the word list; did you mean "
              + meant
              + "?";
      case UnknownWord unknown ->
          "Word " + unknown.place() + ", \"" + unknown.word() + "\", is not in the word list.";
      case ShortWord word ->
          "Word "
              + word.place()
              + ", \""
              + word.letters()
              + "\", is too short: type three letters.";
      case NotText text -> "That is no code: too long, or with control characters in it.";
      case BadRelay relay ->
          "What follows the @ must be a relay's host name, perhaps with :port, not \""
              + relay.relay()
              + "\".";
    };
  }
}
