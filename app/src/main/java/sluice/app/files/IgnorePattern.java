package sluice.app.files;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One line of a `.gitignore` (gitignore(5), "PATTERN FORMAT").
final class IgnorePattern {
  private final String[] components;
  private final Set<Trait> traits;

  private enum Trait {
    NEGATED,
    DIRECTORIES_ONLY,
    /// Matched against the whole path and not only the last component.
    ANCHORED
  }

  private IgnorePattern(String glob, Set<Trait> traits) {
    this.components = glob.split("/", -1);
    this.traits = traits;
  }

  /// Null for a line that matches no files: empty, or a comment.
  static @Nullable IgnorePattern parse(String line) {
    String text = withoutTrailingSpaces(line.endsWith("\r") ? cut(line) : line);
    if (text.isEmpty() || text.startsWith("#")) {
      return null;
    }
    var traits = EnumSet.noneOf(Trait.class);
    if (text.startsWith("!")) {
      traits.add(Trait.NEGATED);
      text = text.substring(1);
    }
    if (text.endsWith("/")) {
      traits.add(Trait.DIRECTORIES_ONLY);
      text = cut(text);
    }
    // "If there is a separator at the beginning or middle (or both) of the pattern, then the
    // pattern is relative to the directory level of the particular .gitignore file itself."
    if (text.indexOf('/') >= 0) {
      traits.add(Trait.ANCHORED);
    }
    if (text.startsWith("/")) {
      text = text.substring(1);
    }
    return text.isEmpty() ? null : new IgnorePattern(text, traits);
  }

  private static String cut(String text) {
    return text.substring(0, text.length() - 1);
  }

  /// "Trailing spaces are ignored unless they are quoted with backslash."
  private static String withoutTrailingSpaces(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && !isQuoted(line, end - 1)) {
      end--;
    }
    return line.substring(0, end);
  }

  private static boolean isQuoted(String line, int at) {
    int backslashes = 0;
    while (at - backslashes > 0 && line.charAt(at - backslashes - 1) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /// "An optional prefix `!` which negates the pattern; any matching file excluded by a previous pattern will become
  /// included again."
  boolean isNegated() {
    return traits.contains(Trait.NEGATED);
  }

  boolean matches(String path, boolean isDirectory) {
    if (traits.contains(Trait.DIRECTORIES_ONLY) && !isDirectory) {
      return false;
    }
    String[] names = path.split("/", -1);
    return traits.contains(Trait.ANCHORED)
        ? from(0, names, 0)
        : component(components[0], names[names.length - 1]);
  }

  /// Whether the components from one on match the names from one on.
  private boolean from(int component, String[] names, int name) {
    if (component == components.length) {
      return name == names.length;
    }
    if (!components[component].equals("**")) {
      return name < names.length
          && component(components[component], names[name])
          && from(component + 1, names, name + 1);
    }
    // "A slash followed by two consecutive asterisks then a slash matches zero or more
    // directories"; at the end it
    // "matches everything inside", so at least one name.
    boolean last = component == components.length - 1;
    for (int next = last ? name + 1 : name; next <= names.length; next++) {
      if (from(component + 1, names, next)) {
        return true;
      }
    }
    return false;
  }

  /// Matches one component: of several stars only the last one needs to be tried again.
  private static boolean component(String glob, String name) {
    int p = 0;
    int t = 0;
    int starAt = -1;
    int starText = 0;
    while (t < name.length()) {
      int next = p < glob.length() ? one(glob, p, name.charAt(t)) : -1;
      if (p < glob.length() && glob.charAt(p) == '*') {
        starAt = p++;
        starText = t;
      } else if (next >= 0) {
        p = next;
        t++;
      } else if (starAt >= 0) {
        p = starAt + 1;
        t = ++starText;
      } else {
        return false;
      }
    }
    while (p < glob.length() && glob.charAt(p) == '*') {
      p++;
    }
    return p == glob.length();
  }

  /// What follows the part of a pattern that takes exactly this byte, or -1.
  private static int one(String glob, int p, char c) {
    char wanted = glob.charAt(p);
    int end = wanted == '[' ? IgnoreClass.end(glob, p) : -1;
    if (end >= 0) {
      return IgnoreClass.contains(glob, p, end, c) ? end : -1;
    }
    if (wanted == '?') {
      return p + 1;
    }
    if (wanted == '\\') {
      return p + 1 < glob.length() && glob.charAt(p + 1) == c ? p + 2 : -1;
    }
    return wanted == c ? p + 1 : -1;
  }
}
