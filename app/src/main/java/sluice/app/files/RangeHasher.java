package sluice.app.files;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.Limits;

/// Hashes the bytes of one file in their order: XXH3-128 for each range, and SHA-256 of all where it is wanted.
public final class RangeHasher {
  /// Hears of each range that is complete.
  public interface Listener {
    void rangeEnds(long hashHigh, long hashLow);
  }

  private final HashStream128 stream = Hashing.xxh3_128().hashStream();
  private final @Nullable MessageDigest sha256;
  private final long sizeBytes;
  private long offset;

  public RangeHasher(long sizeBytes, Hashes hashes) {
    this.sizeBytes = sizeBytes;
    this.sha256 = hashes == Hashes.SHA256 ? newSha256() : null;
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
      if (taken == left || offset == sizeBytes) {
        emit(listener);
      }
    }
  }

  /// The last range of a stream ends where the stream does.
  public void end(Listener listener) {
    if ((offset & (Limits.RANGE_BYTES - 1)) != 0 && offset != sizeBytes) {
      emit(listener);
    }
  }

  private void emit(Listener listener) {
    HashValue128 hash = stream.get();
    stream.reset();
    listener.rangeEnds(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  /// The SHA-256 of all bytes put; once, at the end. Null where it was not wanted.
  public byte @Nullable [] sha256() {
    return sha256 == null ? null : sha256.digest();
  }
}
