package sluice.app.files;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileRecord;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.Placed;

/// Writes whole small files under names of our own, with their attributes.
final class SmallFileWriter {
  private final Directory parts;
  private final AttributeSetter attributes;
  private final Hasher128 xxh3 = Hashing.xxh3_128();

  SmallFileWriter(Directory parts, AttributeSetter attributes) {
    this.parts = parts;
    this.attributes = attributes;
  }

  List<StoreLane.Finished> write(List<DestinationCommand.SmallFile> files) throws DiskFailure {
    List<StoreLane.Finished> finished = new ArrayList<>(files.size());
    for (DestinationCommand.SmallFile file : files) {
      Placed placed = file.file();
      try {
        write(placed, file.record());
      } catch (IOException e) {
        throw DiskFailure.of(e, placed.id(), placed.path().display());
      }
      byte[] sha256 = check(file);
      finished.add(new StoreLane.Finished(placed, null, file.publication(), sha256));
    }
    return finished;
  }

  private void write(Placed placed, FileRecord record) throws IOException {
    try (OpenFile file =
        parts.create(PartFile.partName(placed.id()), PartFile.mode(placed.entry()))) {
      if (record.lengthBytes() > 0) {
        file.write(record.bytes(), record.at(), record.lengthBytes(), 0);
      }
      attributes.apply(file, placed);
      if (!parts.syncsAtOnce()) {
        file.syncData();
      }
    }
  }

  /// Hashes the very array that was written, after that.
  private byte @Nullable [] check(DestinationCommand.SmallFile file) throws DiskFailure {
    FileRecord record = file.record();
    if (record.lengthBytes() > 0) {
      HashValue128 hash =
          xxh3.hashBytesTo128Bits(record.bytes(), record.at(), record.lengthBytes());
      if (hash.getMostSignificantBits() != record.hashHigh()
          || hash.getLeastSignificantBits() != record.hashLow()) {
        throw mismatch("the bytes of ", file.file());
      }
    }
    if (file.hashes() != Hashes.SHA256) {
      return null;
    }
    MessageDigest digest = RangeHasher.newSha256();
    digest.update(record.bytes(), record.at(), record.lengthBytes());
    byte[] sha256 = digest.digest();
    if (!MessageDigest.isEqual(sha256, record.sha256())) {
      throw mismatch("the SHA-256 of ", file.file());
    }
    return sha256;
  }

  private static DiskFailure mismatch(String what, Placed placed) {
    return new DiskFailure(
        ErrorCode.HASH_MISMATCH,
        placed.id(),
        what + placed.path() + " is not what the sender says.");
  }
}
