package sluice.app.snapshots;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import sluice.app.transfer.FileName;

/// A line of a snapshot's manifest, in the format of `sha256sum`, so that its `-c` checks a snapshot as well:
/// 64 hexadecimal digits, two spaces, the path. A path with a backslash, a line feed or a carriage return is escaped,
/// and a backslash stands before the digits then.
///
/// @param path from the snapshot's root on
@SuppressWarnings("ArrayRecordComponent")
public record Sums(byte[] sha256, FileName path) {
  private static final int DIGITS = 64;

  /// With the line feed at its end.
  public byte[] line() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = path.bytes();
    boolean escaped = false;
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    for (byte b : bytes) {
      char letter = b == '\\' ? '\\' : b == '\n' ? 'n' : b == '\r' ? 'r' : 0;
      if (letter != 0) {
        escaped = true;
        name.write('\\');
        name.write(letter);
      } else {
        name.write(b);
      }
    }
    if (escaped) {
      out.write('\\');
    }
    out.writeBytes(HexFormat.of().formatHex(sha256).getBytes(StandardCharsets.US_ASCII));
    out.write(' ');
    out.write(' ');
    out.writeBytes(name.toByteArray());
    out.write('\n');
    return out.toByteArray();
  }

  /// Nothing where the line is none of ours.
  ///
  /// @param line without the line feed
  public static Optional<Sums> parse(byte[] line) {
    boolean escaped = line.length > 0 && line[0] == '\\';
    int at = escaped ? 1 : 0;
    if (line.length < at + DIGITS + 3
        || line[at + DIGITS] != ' '
        || (line[at + DIGITS + 1] != ' ' && line[at + DIGITS + 1] != '*')) {
      return Optional.empty();
    }
    try {
      byte[] sha256 =
          HexFormat.of().parseHex(new String(line, at, DIGITS, StandardCharsets.ISO_8859_1));
      byte[] path = Arrays.copyOfRange(line, at + DIGITS + 2, line.length);
      return unescape(path, escaped).map(name -> new Sums(sha256, name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<FileName> unescape(byte[] path, boolean escaped) {
    if (!escaped) {
      return Optional.of(FileName.ofBytes(path));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(path.length);
    boolean afterBackslash = false;
    for (byte b : path) {
      if (afterBackslash) {
        int meant = meaning(b);
        if (meant < 0) {
          return Optional.empty();
        }
        out.write(meant);
        afterBackslash = false;
      } else if (b == '\\') {
        afterBackslash = true;
      } else {
        out.write(b);
      }
    }
    if (afterBackslash) {
      return Optional.empty();
    }
    return Optional.of(FileName.ofBytes(out.toByteArray()));
  }

  private static int meaning(byte letter) {
    return switch (letter) {
      case '\\' -> '\\';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> -1;
    };
  }
}
