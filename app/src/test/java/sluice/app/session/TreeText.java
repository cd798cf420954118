package sluice.app.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A tree as text, a line for each entry: equal for equal trees.
final class TreeText {
  private TreeText() {}

  static String of(Path root) throws IOException {
    TreeMap<String, String> lines = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(path -> !path.equals(root))
          .forEach(path -> lines.put(root.relativize(path).toString(), line(path)));
    }
    StringBuilder text = new StringBuilder();
    lines.forEach((path, line) -> text.append(path).append("  ").append(line).append('\n'));
    return text.toString();
  }

  private static String line(Path path) {
    try {
      PosixFileAttributes attributes =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      String mode = PosixFilePermissions.toString(attributes.permissions());
      String time = attributes.lastModifiedTime().toString();
      if (attributes.isSymbolicLink()) {
        return "-> " + Files.readSymbolicLink(path) + " " + time;
      }
      return attributes.isDirectory()
          ? "/ " + mode + " " + time
          : mode + " " + time + " " + sha256(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(Path path) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
