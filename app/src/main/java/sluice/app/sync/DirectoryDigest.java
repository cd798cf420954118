package sluice.app.sync;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.ModificationTime;

/// SHA-256 of what a directory holds, in the encoding of `docs/sync.md`, "Digests": equal for two directories that a
/// sync takes for the same, with all that lies beneath them. Big-endian.
///
/// ```text
/// "sluice directory 1\n"
/// for each entry, in ascending order of names:
///   kind (1)  length of the name (2)  name
///   file:      mode (2)  mtime seconds (8)  nanos (4)  size (8)
///   directory: mode (2)  mtime seconds (8)  nanos (4)  digest (32)
///   symlink:             mtime seconds (8)  nanos (4)  length of the target (2)  target
/// ```
public final class DirectoryDigest {
  /// Bytes of a digest.
  public static final int BYTES = 32;

  private static final byte[] BEGINNING =
      "sluice directory 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte FILE = 1;
  private static final byte DIRECTORY = 2;
  private static final byte SYMLINK = 3;
  private static final int NO_MODE = 0xffff;

  private final MessageDigest sha256;
  private final ByteBuffer fields = ByteBuffer.allocate(64);
  private @Nullable FileName last;

  public DirectoryDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    sha256.update(BEGINNING);
  }

  /// @param mode the nine bits, or {@link ManifestEntry#NO_MODE}
  public void file(FileName name, int mode, ModificationTime modified, long sizeBytes) {
    begin(FILE, name);
    fields.clear();
    attributes(mode, modified);
    fields.putLong(sizeBytes);
    end();
  }

  /// @param digest of what lies in it
  public void directory(FileName name, int mode, ModificationTime modified, byte[] digest) {
    begin(DIRECTORY, name);
    fields.clear();
    attributes(mode, modified);
    end();
    sha256.update(digest);
  }

  public void symlink(FileName name, ModificationTime modified, FileName target) {
    begin(SYMLINK, name);
    fields.clear();
    fields.putLong(modified.seconds()).putInt(modified.nanos());
    fields.putShort((short) target.length());
    end();
    sha256.update(target.bytes());
  }

  /// The digest. Nothing can be added afterwards.
  public byte[] finish() {
    return sha256.digest();
  }

  private void begin(byte kind, FileName name) {
    FileName before = last;
    if (before != null && before.compareBytes(name) >= 0) {
      throw new IllegalStateException("names out of order");
    }
    last = name;
    fields.clear();
    fields.put(kind).putShort((short) name.length());
    end();
    sha256.update(name.bytes());
  }

  private void attributes(int mode, ModificationTime modified) {
    fields.putShort((short) (mode == ManifestEntry.NO_MODE ? NO_MODE : mode & 0777));
    fields.putLong(modified.seconds()).putInt(modified.nanos());
  }

  private void end() {
    sha256.update(fields.flip());
  }
}
