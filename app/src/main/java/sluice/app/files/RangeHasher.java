package sluice.app.files;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.Limits;
import sluice.app.transfer.PieceCutter;

/// Hashes the bytes of one file in their order: XXH3-128 for each range, and SHA-256 of all where it is wanted.
public final class RangeHasher {
  /// Hears of each range that is complete.
  public interface Listener {
    /// @param rangeStart where it begins in the file
    /// @param dataEnd behind its last byte that is data
    void rangeEnds(long rangeStart, long dataEnd, long hashHigh, long hashLow);
  }

  private static final byte[] ZEROS = new byte[64 << 10];

  private final HashStream128 stream = Hashing.xxh3_128().hashStream();
  private final @Nullable MessageDigest sha256;
  private final long sizeBytes;
  private long offset;
  private long dataEnd;
  private boolean pending;

  public RangeHasher(long sizeBytes, Hashes hashes) {
    this.sizeBytes = sizeBytes;
    this.sha256 = hashes == Hashes.SHA256 ? newSha256() : null;
  }

  static MessageDigest newSha256() {
    return PieceCutter.sha256();
  }

  public void put(byte[] bytes, int at, int length, Listener listener) {
    if (sha256 != null) {
      sha256.update(bytes, at, length);
    }
    int done = 0;
    while (done < length) {
      int left = Limits.RANGE_BYTES - (int) (offset & (Limits.RANGE_BYTES - 1));
      int taken = Math.min(length - done, left);
      stream.putBytes(bytes, at + done, taken);
      done += taken;
      offset += taken;
      dataEnd = offset;
      pending = true;
      if (taken == left || offset == sizeBytes) {
        end(listener);
      }
    }
  }

  /// Nothing but a hole up to there. Ends the range that it reaches the end of.
  public void gap(long to, Listener listener) {
    if (sha256 != null) {
      for (long left = to - offset; left > 0; left -= ZEROS.length) {
        sha256.update(ZEROS, 0, (int) Math.min(left, ZEROS.length));
      }
    }
    pass(to, listener);
  }

  /// Bytes that were not sent, and follow those before: they count for the SHA-256 alone.
  void known(byte[] bytes, int at, int length, Listener listener) {
    if (sha256 != null) {
      sha256.update(bytes, at, length);
    }
    pass(offset + length, listener);
  }

  /// The same where nobody wants the SHA-256.
  void pass(long to, Listener listener) {
    if (pending && to - rangeStart() >= Limits.RANGE_BYTES) {
      end(listener);
    }
    offset = Math.max(offset, to);
  }

  boolean wantsSha256() {
    return sha256 != null;
  }

  private long rangeStart() {
    return (dataEnd - 1) & -Limits.RANGE_BYTES;
  }

  /// Ends the range that has data in it: a stream's last one, or one of which only a hole is left.
  public void end(Listener listener) {
    if (pending) {
      pending = false;
      HashValue128 hash = stream.get();
      stream.reset();
      listener.rangeEnds(
          rangeStart(), dataEnd, hash.getMostSignificantBits(), hash.getLeastSignificantBits());
    }
  }

  /// The SHA-256 of all bytes put; once, at the end. Null where it was not wanted.
  public byte @Nullable [] sha256() {
    return sha256 == null ? null : sha256.digest();
  }
}
