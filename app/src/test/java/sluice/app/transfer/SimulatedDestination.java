package sluice.app.transfer;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The receiver's disk in memory: answers commands when the simulation says so. Asserts that the engine asks for
/// things in a possible order.
final class SimulatedDestination {
  private static final class Part {
    final Placed placed;
    final byte[] bytes;
    final Spans gaps = new Spans();
    int length;

    Part(Placed placed) {
      this.placed = placed;
      this.bytes = new byte[(int) Math.min(placed.entry().sizeBytes(), 64 << 20)];
    }
  }

  /// Files by their final names.
  final Map<FileName, byte[]> stored = new HashMap<>();

  /// How many commands to carry out before one fails; negative for none.
  int failAfter = -1;

  ErrorCode failWith = ErrorCode.DISK_FULL;
  boolean closed;

  private final ArrayDeque<DestinationCommand> waiting = new ArrayDeque<>();
  private final Map<Integer, Part> parts = new HashMap<>();
  private final Map<Integer, Part> complete = new HashMap<>();
  private final ArrayDeque<DestinationResult> answers = new ArrayDeque<>();
  private boolean failed;

  /// What there is of files, by their paths.
  final Map<FileName, byte[]> bases = new HashMap<>();

  private final Map<Integer, FileName> placedBases = new HashMap<>();
  private final Map<Integer, Integer> cut = new HashMap<>();

  /// What kind of files those are.
  Base base = Base.PART;

  /// Whether old ones may be identical.
  boolean likely;

  long kept;

  /// Directories and links, in their order.
  final List<Placed> made = new ArrayList<>();

  void take(DestinationCommand command) {
    if (closed) {
      throw new AssertionError("a command after the last: " + command);
    }
    if (command instanceof DestinationCommand.Close(var how)) {
      closed = true;
      if (how != DestinationCommand.Leaving.DONE) {
        waiting.clear();
        answers.clear();
      }
    }
    waiting.add(command);
  }

  boolean isIdle() {
    return waiting.isEmpty() && answers.isEmpty();
  }

  int partCount() {
    return parts.size() + complete.size();
  }

  /// Null where a command has no answer.
  @Nullable DestinationResult answer() {
    if (!answers.isEmpty()) {
      return answers.remove();
    }
    DestinationCommand command = waiting.remove();
    if (command instanceof DestinationCommand.Close) {
      parts.clear();
      complete.clear();
      return new DestinationResult.Closed();
    }
    if (failed) {
      return null;
    }
    if (failAfter-- == 0) {
      failed = true;
      return new DestinationResult.Failed(failWith, -1, "injected");
    }
    return carryOut(command);
  }

  private @Nullable DestinationResult carryOut(DestinationCommand command) {
    return switch (command) {
      case DestinationCommand.Judge(List<Placed> entries) -> {
        List<DestinationResult.Finding> findings = new ArrayList<>();
        for (Placed placed : entries) {
          if (stored.containsKey(placed.path())) {
            findings.add(new DestinationResult.Finding(placed.id(), DestinationResult.Kind.EXISTS));
          }
        }
        List<DestinationResult.Found> found = new ArrayList<>();
        for (Placed placed : entries) {
          byte[] here = bases.get(placed.path());
          if (here != null) {
            placedBases.put(placed.id(), placed.path());
            found.add(new DestinationResult.Found(placed.id(), base, here.length));
            if (likely) {
              findings.add(
                  new DestinationResult.Finding(placed.id(), DestinationResult.Kind.LIKELY));
            }
          }
        }
        yield new DestinationResult.Judged(entries.getLast().id() + 1, findings, found);
      }
      case DestinationCommand.Weigh _ -> new DestinationResult.Weighed("/target");
      case DestinationCommand.Make(Placed placed, DestinationCommand.Publication how) -> {
        made.add(placed);
        yield new DestinationResult.Stored(
            List.of(
                new DestinationResult.StoredEntry(
                    placed.id(), placed.entry().name(), placed.path(), null)));
      }
      case DestinationCommand.WriteFiles files -> {
        for (DestinationCommand.SmallFile small : files.files()) {
          Part part = new Part(small.file());
          byte[] content = small.record().content();
          System.arraycopy(content, 0, part.bytes, 0, content.length);
          complete.put(small.file().id(), part);
          HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(content);
          if (content.length > 0
              && (hash.getMostSignificantBits() != small.record().hashHigh()
                  || hash.getLeastSignificantBits() != small.record().hashLow())) {
            yield mismatch(small.file().id());
          }
          answers.add(publish(small.file().id(), part, small.publication()));
        }
        yield new DestinationResult.FilesWritten(files);
      }
      case DestinationCommand.Create(Placed file, Hashes hashes) -> {
        parts.put(file.id(), new Part(file));
        yield null;
      }
      case DestinationCommand.Cut(int id, int average) -> cut(id, average);
      case DestinationCommand.Release(int id) -> {
        placedBases.remove(id);
        yield null;
      }
      case DestinationCommand.Keep(int id, long offset, long length, long at, long cost) -> {
        Part part = part(id);
        if (part.length != offset) {
          throw new AssertionError("kept out of order");
        }
        byte[] here = bases.get(placedBases.get(id));
        System.arraycopy(here, (int) at, part.bytes, (int) offset, (int) length);
        part.length += (int) length;
        part.gaps.add(offset, offset + length);
        kept += length;
        yield new DestinationResult.Kept(id, length, cost);
      }
      case DestinationCommand.Write(int id, WriteBlock block) -> {
        Part part = part(id);
        if (part.length != block.offset()) {
          throw new AssertionError("written out of order");
        }
        System.arraycopy(block.array(), 0, part.bytes, part.length, block.length());
        part.length += block.length();
        yield new DestinationResult.Written(id, block);
      }
      case DestinationCommand.CheckRange check -> check(check);
      case DestinationCommand.Sync(int id) -> new DestinationResult.Synced(id, part(id).length);
      case DestinationCommand.Finish(
              int id,
              DestinationCommand.Publication how,
              byte @Nullable [] sha256) -> {
        Part part = part(id);
        parts.remove(id);
        complete.put(id, part);
        byte[] ours = SimulatedSource.sha256(part.bytes);
        if (likely && Arrays.equals(part.bytes, bases.get(part.placed.path()))) {
          complete.remove(id);
          yield new DestinationResult.NotMade(id, SkipReason.IDENTICAL);
        }
        yield sha256 != null && !Arrays.equals(ours, sha256)
            ? mismatch(id)
            : publish(id, part, how);
      }
      case DestinationCommand.Publish(int id, DestinationCommand.Publication how) -> {
        Part part = complete.get(id);
        yield publish(id, part, how);
      }
      case DestinationCommand.Discard(int id) -> {
        if (parts.remove(id) == null && complete.remove(id) == null) {
          throw new AssertionError("nothing to discard");
        }
        yield new DestinationResult.Discarded(id);
      }
      case DestinationCommand.Close close -> throw new AssertionError();
    };
  }

  private DestinationResult cut(int id, int average) {
    FileName path = placedBases.get(id);
    byte[] here = path == null ? new byte[0] : bases.getOrDefault(path, new byte[0]);
    List<Piece> pieces = new ArrayList<>();
    int at = cut.getOrDefault(id, 0);
    while (at < here.length && pieces.size() < 7) {
      int length = PieceCutter.cut(here, at, here.length, average);
      byte[] sum = SimulatedSource.sha256(Arrays.copyOfRange(here, at, at + length));
      pieces.add(new Piece(at, length, sum));
      at += length;
    }
    cut.put(id, at);
    return new DestinationResult.Cut(id, pieces, at == here.length);
  }

  private @Nullable DestinationResult check(DestinationCommand.CheckRange check) {
    byte[] bytes = part(check.id()).bytes;
    int from = (int) check.offset();
    int length = Math.min(Limits.RANGE_BYTES, bytes.length - from);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (int at = from; at < Math.min(from + length, part(check.id()).length); at++) {
      if (!part(check.id()).gaps.covers(at, at + 1)) {
        sent.write(bytes[at]);
      }
    }
    HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(sent.toByteArray());
    boolean right =
        hash.getMostSignificantBits() == check.hashHigh()
            && hash.getLeastSignificantBits() == check.hashLow();
    return right ? null : mismatch(check.id());
  }

  private DestinationResult mismatch(int id) {
    failed = true;
    return new DestinationResult.Failed(ErrorCode.HASH_MISMATCH, id, "another hash");
  }

  private DestinationResult publish(int id, Part part, DestinationCommand.Publication how) {
    FileName name = part.placed.path();
    if (how == DestinationCommand.Publication.NEW_ONLY && stored.containsKey(name)) {
      return new DestinationResult.Exists(id);
    }
    int number = 0;
    while (how == DestinationCommand.Publication.RENAME && stored.containsKey(name)) {
      number++;
      name = FileName.of(part.placed.path() + " (" + number + ")");
    }
    complete.remove(id);
    stored.put(name, part.bytes);
    return new DestinationResult.Stored(
        List.of(
            new DestinationResult.StoredEntry(id, name, name, SimulatedSource.sha256(part.bytes))));
  }

  private Part part(int id) {
    Part part = parts.get(id);
    if (part == null) {
      throw new AssertionError("file " + id + " was not made");
    }
    return part;
  }
}
