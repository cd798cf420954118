package sluice.app.files;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import sluice.app.Escaper;
import sluice.app.files.posix.Posix;
import sluice.app.transfer.FileName;

/// Paths as bytes, and which kind of {@link Directory} this system gets.
final class Paths {
  private static final byte SEPARATOR = '/';

  private Paths() {}

  static FileName join(FileName directory, FileName name) {
    byte[] front = directory.bytes();
    byte[] back = name.bytes();
    int separators = front.length > 0 && front[front.length - 1] == SEPARATOR ? 0 : 1;
    byte[] joined = new byte[front.length + separators + back.length];
    System.arraycopy(front, 0, joined, 0, front.length);
    joined[front.length] = SEPARATOR;
    System.arraycopy(back, 0, joined, front.length + separators, back.length);
    return FileName.ofBytes(joined);
  }

  /// What the last component lies in; empty where there is only one.
  static FileName parent(FileName path) {
    byte[] bytes = path.bytes();
    return FileName.ofBytes(Arrays.copyOf(bytes, Math.max(0, lastSeparator(bytes))));
  }

  static FileName last(FileName path) {
    byte[] bytes = path.bytes();
    return FileName.ofBytes(Arrays.copyOfRange(bytes, lastSeparator(bytes) + 1, bytes.length));
  }

  private static int lastSeparator(byte[] path) {
    int at = path.length - 1;
    while (at >= 0 && path[at] != SEPARATOR) {
      at--;
    }
    return at;
  }

  /// Opens a directory of the user's own, following links.
  static Directory open(String path) throws IOException {
    String absolute = absolute(path);
    return Posix.isAvailable()
        ? PosixDirectory.at(FileName.of(absolute))
        : PortableDirectory.at(Path.of(absolute));
  }

  /// Opens a directory of the user's own, following links.
  static Directory open(FileName path) throws IOException {
    if (Posix.isAvailable()) {
      return PosixDirectory.at(path);
    }
    String text = path.text();
    if (text == null) {
      throw new NoSuchFileException(path.display());
    }
    return PortableDirectory.at(Path.of(text));
  }

  /// What a path of the user's own leads to.
  static FileStatus statusFollowing(FileName path) throws IOException {
    if (Posix.isAvailable()) {
      return PosixDirectory.translate(Posix.statusFollowing(path.bytes()));
    }
    String text = path.text();
    if (text == null) {
      throw new NoSuchFileException(path.display());
    }
    return PortableDirectory.translate(Path.of(text).toRealPath());
  }

  /// Opens a file of the user's own for reading, following links.
  static OpenFile openSource(FileName path) throws IOException {
    return Posix.isAvailable() ? PosixFile.forReading(path) : PortableFile.forReading(path);
  }

  /// A path with `..` is left as it is: behind a link it does not lead where its text says.
  ///
  /// @throws IOException if the text cannot be a path here
  static String absolute(String path) throws IOException {
    try {
      Path absolute = Path.of(path).toAbsolutePath();
      return (path.contains("..") ? absolute : absolute.normalize()).toString();
    } catch (InvalidPathException e) {
      throw new IOException("not a path on this system: " + Escaper.escape(path), e);
    }
  }
}
