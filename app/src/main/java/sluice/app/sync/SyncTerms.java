package sluice.app.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a sync is to do, as it is told to a paired peer in the options of a request (`docs/sync.md`, "The request").
///
/// @param maxDelete how many entries may be deleted, in place of the usual limits
/// @param excludes patterns in the syntax of `.gitignore`: neither offered nor deleted
public record SyncTerms(
    Deleting deleting, OptionalLong maxDelete, List<String> excludes, Comparing comparing) {
  /// Patterns that a request has room for.
  public static final int MAX_EXCLUDES = 28;

  private static final String DELETE = "delete";
  private static final String MAX_DELETE = "max-delete=";
  private static final String EXCLUDE = "exclude=";
  private static final String CHECKSUM = "checksum";
  private static final int MAX_DIGITS = 12;

  /// More would keep a matcher busy for as long as a peer likes.
  private static final int MAX_STARS = 6;

  /// Whether what the source does not have is deleted.
  public enum Deleting {
    NO,
    YES
  }

  /// When two files are taken for the same.
  public enum Comparing {
    BY_SIZE_AND_TIME,
    BY_CONTENT
  }

  public SyncTerms {
    excludes = List.copyOf(excludes);
  }

  /// As options of a request.
  public List<String> words() {
    List<String> words = new ArrayList<>();
    if (deleting == Deleting.YES) {
      words.add(DELETE);
    }
    if (maxDelete.isPresent()) {
      words.add(MAX_DELETE + maxDelete.getAsLong());
    }
    if (comparing == Comparing.BY_CONTENT) {
      words.add(CHECKSUM);
    }
    excludes.forEach(pattern -> words.add(EXCLUDE + pattern));
    return words;
  }

  /// Nothing where a word is none that this version understands: whoever asks for more must not get less.
  public static Optional<SyncTerms> read(List<String> words) {
    Deleting deleting = Deleting.NO;
    OptionalLong most = OptionalLong.empty();
    Comparing comparing = Comparing.BY_SIZE_AND_TIME;
    List<String> excludes = new ArrayList<>();
    for (String word : words) {
      if (word.equals(DELETE)) {
        deleting = Deleting.YES;
      } else if (word.equals(CHECKSUM)) {
        comparing = Comparing.BY_CONTENT;
      } else if (word.startsWith(EXCLUDE)) {
        String pattern = word.substring(EXCLUDE.length());
        if (pattern.chars().filter(c -> c == '*').count() > MAX_STARS) {
          return Optional.empty();
        }
        excludes.add(pattern);
      } else if (word.startsWith(MAX_DELETE)) {
        String digits = word.substring(MAX_DELETE.length());
        if (!digits.matches("[0-9]{1," + MAX_DIGITS + "}")) {
          return Optional.empty();
        }
        most = OptionalLong.of(Long.parseLong(digits));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new SyncTerms(deleting, most, excludes, comparing));
  }
}
