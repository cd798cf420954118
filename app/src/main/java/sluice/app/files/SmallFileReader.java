package sluice.app.files;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.AbandonReason;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ModificationTime;
import sluice.app.transfer.Placed;
import sluice.app.transfer.SendBatch;

/// Reads whole small files. One that moves meanwhile is read once more.
final class SmallFileReader {
  private static final int ATTEMPTS = 2;

  private final SourceWorker.Opener opener;
  private final Hasher128 xxh3 = Hashing.xxh3_128();
  private byte[] content = new byte[0];

  SmallFileReader(SourceWorker.Opener opener) {
    this.opener = opener;
  }

  /// Adds a record to the batch, whatever happens.
  void read(Placed member, SendBatch batch, Hashes hashes) {
    OpenFile file;
    try {
      file = opener.open(member.id());
    } catch (IOException e) {
      batch.abandon(member, DiskProblem.reason(e));
      return;
    }
    try {
      read(file, member, batch, hashes);
    } catch (IOException e) {
      batch.abandon(member, AbandonReason.READ_ERROR);
    } finally {
      SourceReading.close(file);
    }
  }

  private void read(OpenFile file, Placed member, SendBatch batch, Hashes hashes)
      throws IOException {
    int offered = (int) member.entry().sizeBytes();
    if (content.length < offered) {
      content = new byte[Math.max(2 * content.length, offered)];
    }
    SendBatch.Held held = SendBatch.Held.MOVED;
    FileStatus status = file.status();
    int length = 0;
    for (int attempt = 1; attempt <= ATTEMPTS && held == SendBatch.Held.MOVED; attempt++) {
      status = attempt == 1 ? status : file.status();
      if (status.kind() != FileStatus.Kind.REGULAR) {
        batch.abandon(member, AbandonReason.NOT_REGULAR);
        return;
      }
      // No more than was offered fits into the batch.
      length = (int) Math.min(status.sizeBytes(), offered);
      boolean whole = SourceReading.readFully(file, content, 0, length, 0) == length;
      boolean still = whole && !SourceReading.hasChanged(file, status);
      held = still && length == status.sizeBytes() ? SendBatch.Held.STILL : SendBatch.Held.MOVED;
      if (!whole && attempt == ATTEMPTS) {
        batch.abandon(member, AbandonReason.SHORTER);
        return;
      }
    }
    ModificationTime renewed =
        SourceReading.differs(status, member.entry())
            ? EntryMaker.expressible(status.modified())
            : null;
    if (renewed == null && length != offered) {
      batch.abandon(member, AbandonReason.SHORTER);
      return;
    }
    batch.add(member, content, length, hashes(length, hashes), held, renewed);
  }

  private SendBatch.FileHashes hashes(int length, Hashes wanted) {
    HashValue128 hash = xxh3.hashBytesTo128Bits(content, 0, length);
    byte @Nullable [] sha256 = null;
    if (wanted == Hashes.SHA256) {
      MessageDigest digest = RangeHasher.newSha256();
      digest.update(content, 0, length);
      sha256 = digest.digest();
    }
    return new SendBatch.FileHashes(
        hash.getMostSignificantBits(), hash.getLeastSignificantBits(), sha256);
  }
}
