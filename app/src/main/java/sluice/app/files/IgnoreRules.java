package sluice.app.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sluice.app.transfer.FileName;

/// Patterns of what to leave out, as in a `.gitignore` that lies beside what the user names (gitignore(5)). Byte by
/// byte, so that names need not be text.
public final class IgnoreRules {
  public static final IgnoreRules NONE = new IgnoreRules(List.of());

  private final List<IgnorePattern> patterns;

  private IgnoreRules(List<IgnorePattern> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /// @param lines patterns, comments and empty lines
  public static IgnoreRules of(List<String> lines) {
    List<IgnorePattern> patterns = new ArrayList<>();
    for (String line : lines) {
      IgnorePattern pattern = IgnorePattern.parse(asBytes(line));
      if (pattern != null) {
        patterns.add(pattern);
      }
    }
    return new IgnoreRules(patterns);
  }

  /// Characters that stand for one byte each.
  private static String asBytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  /// Whether to leave something out. "Within one level of precedence, the last matching pattern decides the outcome."
  /// What lies in a directory that is left out is not asked about: "It is not possible to re-include a file if a
  /// parent directory of that file is excluded."
  boolean excludes(FileName path, FileStatus.Kind kind) {
    String bytes = new String(path.bytes(), StandardCharsets.ISO_8859_1);
    for (int i = patterns.size() - 1; i >= 0; i--) {
      IgnorePattern pattern = patterns.get(i);
      if (pattern.matches(bytes, kind == FileStatus.Kind.DIRECTORY)) {
        return !pattern.isNegated();
      }
    }
    return false;
  }
}
