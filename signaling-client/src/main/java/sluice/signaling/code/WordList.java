package sluice.signaling.code;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The 1,296 words of the EFF short word list 2.0, no two of which begin with the same three
/// letters. `yo-yo` is written `yoyo`.
public final class WordList {
  /// Words in the list.
  public static final int SIZE = 1_296;

  /// Letters that name a word.
  public static final int PREFIX_LETTERS = 3;

  private static final List<String> WORDS = load();

  private WordList() {}

  private static List<String> load() {
    List<String> words = new ArrayList<>(SIZE);
    try (InputStream list = WordList.class.getResourceAsStream("eff-short-wordlist-2.txt")) {
      if (list == null) {
        throw new IllegalStateException("the word list is not in the jar");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(list, StandardCharsets.US_ASCII));
      String line;
      while ((line = lines.readLine()) != null) {
        words.add(line.replace("-", ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(words);
    if (words.size() != SIZE) {
      throw new IllegalStateException("the word list is damaged");
    }
    return List.copyOf(words);
  }

  /// All words, sorted.
  public static List<String> words() {
    return WORDS;
  }

  /// The word at a place of the sorted list, 0 to 1,295.
  public static String word(int index) {
    return WORDS.get(index);
  }

  /// The words that begin with these letters, sorted.
  public static List<String> startingWith(String letters) {
    int from = Collections.binarySearch(WORDS, letters);
    from = from < 0 ? -from - 1 : from;
    int to = from;
    while (to < SIZE && WORDS.get(to).startsWith(letters)) {
      to++;
    }
    return WORDS.subList(from, to);
  }

  /// The word that is meant by itself or by three or more of its first letters.
  public static @Nullable String complete(String letters) {
    if (letters.length() < PREFIX_LETTERS) {
      return null;
    }
    List<String> meant = startingWith(letters);
    return meant.size() == 1 ? meant.getFirst() : null;
  }

  /// The list's word that a mistyped one most resembles, or null where none is near: at most one
  /// slip in up to five letters, two in more, a swap of neighbours counting as one. Among words as
  /// near, the one that begins alike for longest.
  public static @Nullable String near(String mistyped) {
    String nearest = null;
    int tooMany = mistyped.length() <= 5 ? 2 : 3;
    int fewest = tooMany;
    for (String word : WORDS) {
      int slips = Slips.between(mistyped, word, tooMany);
      if (slips < fewest
          || (slips < tooMany
              && slips == fewest
              && nearest != null
              && alike(mistyped, word) > alike(mistyped, nearest))) {
        fewest = slips;
        nearest = word;
      }
    }
    return nearest;
  }

  private static int alike(String one, String other) {
    int letters = 0;
    while (letters < Math.min(one.length(), other.length())
        && one.charAt(letters) == other.charAt(letters)) {
      letters++;
    }
    return letters;
  }
}
