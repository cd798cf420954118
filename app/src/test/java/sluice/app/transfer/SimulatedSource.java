package sluice.app.transfer;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import sluice.app.files.RangeHasher;

/// The sender's disk in memory: answers commands one by one, when the simulation says so.
final class SimulatedSource {
  /// What a test lets go wrong with one file.
  record Fault(AbandonReason reason, long atOffset) {}

  private final List<byte[]> files;
  private final ArrayDeque<SourceCommand> waiting = new ArrayDeque<>();
  private final Map<Integer, Fault> faults = new HashMap<>();
  private final Map<Integer, AbandonReason> failed = new HashMap<>();
  private final List<Integer> changing = new ArrayList<>();
  private Hashes hashes = Hashes.RANGES;
  private int walked;
  private SourceCommand.@Nullable Pieces pieces;
  private @Nullable RangeHasher hasher;

  /// What the receiver said to have.
  final Map<Integer, List<Piece>> learned = new HashMap<>();

  SimulatedSource(List<byte[]> files) {
    this.files = files;
  }

  /// Names in a manifest ascend.
  static FileName name(int id, int count) {
    return FileName.of(count <= 10 ? "file " + id : String.format("file %05d", id));
  }

  List<ManifestEntry> manifest() {
    List<ManifestEntry> entries = new ArrayList<>();
    for (int id = 0; id < files.size(); id++) {
      FileName name = name(id, files.size());
      entries.add(
          ManifestEntry.file(id, name, files.get(id).length, new ModificationTime(id, 7), 0644));
    }
    return entries;
  }

  /// A negative offset fails the opening.
  void fail(int id, AbandonReason reason, long atOffset) {
    faults.put(id, new Fault(reason, atOffset));
  }

  void change(int id) {
    changing.add(id);
  }

  void take(SourceCommand command) {
    waiting.add(command);
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }

  @Nullable SourceResult answer() {
    return switch (waiting.remove()) {
      case SourceCommand.Count() -> new SourceResult.Counted(totals());
      case SourceCommand.Walk(int max) -> walk(max);
      case SourceCommand.ReadFiles(SendBatch batch, Hashes wanted) -> readFiles(batch, wanted);
      case SourceCommand.Forget _ -> null;
      case SourceCommand.Open(ManifestEntry entry, Hashes wanted, var how) -> {
        pieces = how.orElse(null);
        yield open(entry.id(), wanted);
      }
      case SourceCommand.Learn(int id, List<Piece> more) -> {
        learned.computeIfAbsent(id, fresh -> new ArrayList<>()).addAll(more);
        yield null;
      }
      case SourceCommand.Search(int id, long offset) -> search(id, offset);
      case SourceCommand.Read(SendBlock block) -> read(block);
      case SourceCommand.Close(int id) -> close(id);
    };
  }

  Totals totals() {
    long bytes = files.stream().mapToLong(file -> file.length).sum();
    return new Totals(files.size(), files.size(), files.size(), bytes);
  }

  private SourceResult walk(int max) {
    List<ManifestEntry> all = manifest();
    int to = Math.min(all.size(), walked + max);
    List<ManifestEntry> some = all.subList(walked, to);
    walked = to;
    return new SourceResult.Walked(some, to == all.size(), List.of());
  }

  private SourceResult readFiles(SendBatch batch, Hashes wanted) {
    for (Placed member : batch.members()) {
      int id = member.id();
      Fault fault = faults.get(id);
      if (fault != null) {
        batch.abandon(member, fault.reason());
        continue;
      }
      byte[] file = files.get(id);
      HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(file);
      batch.add(
          member,
          file,
          file.length,
          new SendBatch.FileHashes(
              hash.getMostSignificantBits(),
              hash.getLeastSignificantBits(),
              wanted == Hashes.SHA256 ? sha256(file) : null),
          changing.contains(id) ? SendBatch.Held.MOVED : SendBatch.Held.STILL,
          null);
    }
    return new SourceResult.Batched(batch);
  }

  private SourceResult open(int id, Hashes wanted) {
    hashes = wanted;
    Fault fault = faults.get(id);
    if (fault != null && fault.atOffset() < 0) {
      failed.put(id, fault.reason());
      return new SourceResult.Unavailable(id, fault.reason());
    }
    int size = files.get(id).length;
    hasher = new RangeHasher(size, Hashes.RANGES);
    return new SourceResult.Opened(
        id,
        size,
        new ModificationTime(id, 7),
        size == 0 ? List.of() : List.of(new Extent(0, size)));
  }

  private SourceResult read(SendBlock block) {
    Fault fault = faults.get(block.id());
    if (fault != null && block.offset() + block.length() > fault.atOffset()) {
      failed.putIfAbsent(block.id(), fault.reason());
    }
    AbandonReason reason = failed.get(block.id());
    if (reason != null) {
      return new SourceResult.Unread(block, reason);
    }
    byte[] file = files.get(block.id());
    long position = block.offset();
    for (int i = 0; i < block.payloads(); i++) {
      System.arraycopy(
          file, (int) position, block.array(), block.payloadAt(i), block.payloadLength(i));
      position += block.payloadLength(i);
    }
    RangeHasher sums = hasher;
    if (sums == null) {
      throw new AssertionError("read before it is opened");
    }
    sums.gap(block.offset(), block::rangeEnds);
    for (int i = 0; i < block.payloads(); i++) {
      sums.put(block.array(), block.payloadAt(i), block.payloadLength(i), block::rangeEnds);
    }
    return new SourceResult.Filled(block);
  }

  private SourceResult search(int id, long offset) {
    SourceCommand.Pieces how = pieces;
    if (how == null) {
      throw new AssertionError("nothing to search for");
    }
    byte[] file = files.get(id);
    int to = (int) Math.min(file.length, offset + how.windowBytes());
    List<Match> found = new ArrayList<>();
    int at = (int) offset;
    while (at < to && (to == file.length || to - at >= PieceCutter.maxBytes(how.average()))) {
      int length = PieceCutter.cut(file, at, to, how.average());
      byte[] sum = sha256(Arrays.copyOfRange(file, at, at + length));
      for (Piece piece : learned.getOrDefault(id, List.of())) {
        if (Arrays.equals(piece.sha256(), sum)
            && (how.base() == Base.OLD || piece.offset() == at)) {
          found.add(new Match(at, length, piece.offset()));
          break;
        }
      }
      at += length;
    }
    return new SourceResult.Searched(id, at, found);
  }

  private SourceResult close(int id) {
    boolean unread = failed.containsKey(id);
    byte @Nullable [] sha256 = hashes == Hashes.SHA256 && !unread ? sha256(files.get(id)) : null;
    List<SourceResult.RangeEnd> last = new ArrayList<>();
    if (hasher != null && !unread) {
      hasher.end((from, to, high, low) -> last.add(new SourceResult.RangeEnd(from, high, low)));
    }
    return new SourceResult.Closed(
        id, !unread && changing.contains(id), sha256, last.isEmpty() ? null : last.getFirst());
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] contents(int length, long seed) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  static boolean same(byte @Nullable [] one, byte[] other) {
    return Arrays.equals(one, other);
  }
}
