package sluice.app.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.files.posix.Posix;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Limits;

/// Decides which names from the other side may become files, and what they are called then. The only place where this
/// is decided; the rules are those of `docs/file-transfer.md`, "Names and where files go".
public final class PathGuard {
  /// What a system's file names are like.
  public enum Rules {
    /// Any bytes but `/` and NUL.
    BYTES,
    /// Unicode only.
    UNICODE,
    /// Unicode, without the characters and names that Windows keeps for itself.
    WINDOWS;

    /// Those of this system.
    public static Rules ofThisSystem() {
      if (System.getProperty("os.name", "").startsWith("Windows")) {
        return WINDOWS;
      }
      return Posix.isAvailable() ? BYTES : UNICODE;
    }
  }

  static final String PART_PREFIX = ".sluice-part-";

  private static final String WINDOWS_SPECIAL = "\\:*?\"<>|";
  private static final Set<String> WINDOWS_DEVICES =
      Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$");
  private static final int MAX_EXTENSION_BYTES = 64;

  private PathGuard() {}

  /// Whether a name is one that only we give.
  static boolean isOurs(FileName name) {
    String text = name.text();
    return text != null && text.regionMatches(true, 0, PART_PREFIX, 0, PART_PREFIX.length());
  }

  /// Why a name is refused, to complete "the name …", or null if it may be used.
  public static @Nullable String objection(FileName name, Rules rules) {
    byte[] bytes = name.bytes();
    if (bytes.length == 0) {
      return "is empty";
    }
    if (bytes.length > Limits.NAME_BYTES) {
      return "is longer than 255 bytes";
    }
    for (byte b : bytes) {
      if (b == '/' || b == 0) {
        return "leads into another directory, or holds a zero byte";
      }
    }
    String text = name.text();
    if (text == null) {
      return rules == Rules.BYTES ? objectionToBytes(bytes) : "is not Unicode";
    }
    if (text.equals(".") || text.equals("..")) {
      return "stands for a directory";
    }
    if (text.regionMatches(true, 0, PART_PREFIX, 0, PART_PREFIX.length())) {
      return "is one that sluice keeps for itself";
    }
    if (text.codePoints().anyMatch(PathGuard::isDeceptive)) {
      return "holds control characters, or such that reorder text";
    }
    return rules == Rules.WINDOWS ? objectionOnWindows(text) : null;
  }

  /// Whether a character may steer a terminal, break a line or reorder the text around it.
  private static boolean isDeceptive(int point) {
    return point < 0x20
        || (point >= 0x7f && point < 0xa0)
        || point == 0x2028
        || point == 0x2029
        || (point >= 0x202a && point <= 0x202e)
        || (point >= 0x2066 && point <= 0x2069)
        || (point >= 0xd800 && point <= 0xdfff);
  }

  private static @Nullable String objectionToBytes(byte[] bytes) {
    for (byte b : bytes) {
      if ((b >= 0 && b < 0x20) || b == 0x7f) {
        return "holds control characters";
      }
    }
    byte[] prefix = PART_PREFIX.getBytes(StandardCharsets.UTF_8);
    return bytes.length >= prefix.length
            && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length)
        ? "is one that sluice keeps for itself"
        : null;
  }

  private static @Nullable String objectionOnWindows(String text) {
    if (text.chars().anyMatch(c -> WINDOWS_SPECIAL.indexOf(c) >= 0)) {
      return "holds a character that Windows keeps for itself";
    }
    if (text.endsWith(".") || text.endsWith(" ")) {
      return "ends with a dot or a space";
    }
    int dot = text.indexOf('.');
    String device = (dot < 0 ? text : text.substring(0, dot)).strip().toUpperCase(Locale.ROOT);
    boolean numbered =
        device.length() == 4
            && (device.startsWith("COM") || device.startsWith("LPT"))
            && "0123456789\u00b9\u00b2\u00b3".indexOf(device.charAt(3)) >= 0;
    return numbered || WINDOWS_DEVICES.contains(device) ? "is a device's name on Windows" : null;
  }

  /// Whether a symlink leads to nothing outside of what is received, whatever other links there are: `..` only at the
  /// beginning, and not above the top.
  ///
  /// @param depth of the directory that the link lies in; 0 for the top
  static boolean staysInside(FileName target, int depth, Rules rules) {
    byte[] bytes = target.bytes();
    if (bytes.length == 0 || bytes[0] == '/' || isOdd(bytes, rules)) {
      return false;
    }
    int ups = 0;
    boolean descended = false;
    int start = 0;
    for (int end = 0; end <= bytes.length; end++) {
      if (end < bytes.length && bytes[end] != '/') {
        continue;
      }
      int length = end - start;
      boolean isUp = length == 2 && bytes[start] == '.' && bytes[start + 1] == '.';
      boolean isHere = length == 0 || (length == 1 && bytes[start] == '.');
      if (isUp && descended) {
        return false;
      }
      ups += isUp ? 1 : 0;
      descended |= !isUp && !isHere;
      start = end + 1;
    }
    return ups <= depth;
  }

  private static boolean isOdd(byte[] target, Rules rules) {
    for (byte b : target) {
      if (b == 0 || (rules == Rules.WINDOWS && (b == '\\' || b == ':'))) {
        return true;
      }
    }
    return false;
  }

  /// Equal for names that some file system takes for the same: without case and Unicode's forms.
  static String folded(FileName name) {
    String text = name.text();
    if (text == null) {
      return new String(name.bytes(), StandardCharsets.ISO_8859_1);
    }
    String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
    String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }

  /// `name (1).ext` for `name.ext`, shortened where that would be longer than a name may be.
  static FileName numbered(FileName name, int number) {
    byte[] bytes = name.bytes();
    int dot = extensionAt(bytes);
    byte[] middle = (" (" + number + ")").getBytes(StandardCharsets.UTF_8);
    int extension = bytes.length - dot;
    int stem = Math.min(dot, Limits.NAME_BYTES - extension - middle.length);
    while (stem < dot && stem > 0 && (bytes[stem] & 0xc0) == 0x80) {
      // Not in the middle of a character.
      stem--;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(Limits.NAME_BYTES);
    out.write(bytes, 0, stem);
    out.write(middle, 0, middle.length);
    out.write(bytes, dot, extension);
    return FileName.ofBytes(out.toByteArray());
  }

  private static int extensionAt(byte[] bytes) {
    int from = Math.max(1, bytes.length - MAX_EXTENSION_BYTES);
    for (int at = bytes.length - 1; at >= from; at--) {
      if (bytes[at] == '.') {
        return at;
      }
    }
    return bytes.length;
  }
}
