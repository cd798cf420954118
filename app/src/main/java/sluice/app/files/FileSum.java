package sluice.app.files;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import sluice.app.transfer.FileName;

/// SHA-256 of files as the disk has them.
final class FileSum {
  private static final int BUFFER_BYTES = 1 << 20;

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final MessageDigest sha256;
  private long bytesRead;

  FileSum() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  byte[] of(Directory directory, FileName name) throws IOException {
    try (OpenFile file = directory.openFile(name)) {
      sha256.reset();
      long at = 0;
      int count = file.read(buffer, 0, buffer.length, at);
      while (count > 0) {
        sha256.update(buffer, 0, count);
        at += count;
        count = file.read(buffer, 0, buffer.length, at);
      }
      bytesRead += at;
      return sha256.digest();
    }
  }

  /// Of all files together.
  long bytesRead() {
    return bytesRead;
  }
}
