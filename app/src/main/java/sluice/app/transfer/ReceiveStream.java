package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the messages of `data` in their order, checks each against the rules, and turns them into work for the disk.
/// Entries without content become work when their turn has come.
///
/// Credit comes back to the sender when a block is written, and for the messages around a file when the file is
/// settled, so that neither bytes nor files pile up here.
final class ReceiveStream {
  private final Manifest manifest;
  private final ReceiveLedger ledger;
  private final Judging judging;
  private final Bases bases;
  private final OfferedBytes offered;
  private final Hashes hashes;
  private final Payloads payloads;
  private final ArrayDeque<DestinationCommand> work = new ArrayDeque<>();
  private final ArrayDeque<TransferEvent> events = new ArrayDeque<>();
  private final BlockFilling blocks = new BlockFilling(work);

  /// Records of the message that is being taken.
  private final List<DestinationCommand.SmallFile> gathered = new ArrayList<>();

  /// What a batch holds beside its cost: the message that it is from, where the last records of that were dropped.
  private final IdentityHashMap<DestinationCommand.WriteFiles, Long> owed = new IdentityHashMap<>();

  /// The last one of the message that is being taken.
  private DestinationCommand.@Nullable WriteFiles lastBatch;

  private @Nullable RangeOrder current;
  private int next;
  private int writingBatches;
  private int keeping;
  private final ByteGrants grants;

  ReceiveStream(
      Manifest manifest,
      ReceiveLedger ledger,
      Judging judging,
      Bases bases,
      OfferedBytes offered,
      ReceiveOptions options,
      Hashes hashes,
      Payloads payloads) {
    this.grants = new ByteGrants(options.bytesPerSecond());
    this.payloads = payloads;
    this.manifest = manifest;
    this.ledger = ledger;
    this.judging = judging;
    this.bases = bases;
    this.offered = offered;
    this.hashes = hashes;
  }

  /// No message comes any more.
  void close() {
    payloads.close();
  }

  /// Takes one message; copies what it needs.
  void take(ByteBuffer message) throws MalformedMessageException {
    if (message.remaining() > Limits.MESSAGE_BYTES || !DataHeader.check(message)) {
      throw new MalformedMessageException("a data message with a wrong header");
    }
    long cost = DataHeader.cost(message.remaining());
    grants.came(message.remaining());
    spend(cost);
    int id = DataHeader.id(message);
    if (id >= judging.judged()) {
      throw new MalformedMessageException("data of an entry that was not asked for");
    }
    switch (DataHeader.kind(message)) {
      case DataHeader.START -> start(id, message, cost);
      case DataHeader.BYTES_OF_FILE -> bytes(id, message, cost);
      case DataHeader.RANGE_HASH -> rangeHash(id, message, cost);
      case DataHeader.END -> end(id, message, cost);
      case DataHeader.ABANDON -> abandon(id, message, cost);
      case DataHeader.FILES -> files(message, cost);
      case DataHeader.KEEP, DataHeader.COPY -> keep(id, message, cost);
      default -> throw new IllegalStateException("the header was checked");
    }
    passContentless();
  }

  private void spend(long cost) throws MalformedMessageException {
    grants.spend(cost);
  }

  private void release(long cost) {
    grants.release(cost);
  }

  /// Makes work of directories and links, up to the next file.
  void passContentless() {
    while (current == null
        && next < judging.judged()
        && (manifest.isSettled(next) || !manifest.at(next).hasContent())) {
      if (!manifest.isSettled(next)) {
        ledger.completed(next);
        writeGathered(0);
        work.add(new DestinationCommand.Make(manifest.at(next), judging.publication(next)));
      }
      next++;
    }
  }

  /// "Entries come one after another, in ascending ids. A skipped id is left out."
  private void passTo(int id) throws MalformedMessageException {
    if (current != null || id < next) {
      throw new MalformedMessageException("files are mixed up");
    }
    passContentless();
    while (next < id && manifest.isSettled(next)) {
      next++;
      passContentless();
    }
    if (next != id) {
      throw new MalformedMessageException("a file was left out");
    }
    next = id + 1;
  }

  private void start(int id, ByteBuffer message, long cost) throws MalformedMessageException {
    passTo(id);
    if (manifest.isSettled(id) || !manifest.at(id).hasContent()) {
      throw new MalformedMessageException("a file that is not wanted");
    }
    if ((DataHeader.flags(message) & DataHeader.RENEWED) != 0) {
      int at = message.position() + DataHeader.BYTES;
      ByteBuffer time = message.duplicate().position(at + Long.BYTES);
      renew(id, message.getLong(at), FileRecord.time(time));
    }
    ledger.started(id, cost);
    Placed placed = manifest.at(id);
    current = new RangeOrder(placed);
    blocks.begin(placed);
    work.add(new DestinationCommand.Create(placed, hashes));
  }

  private void renew(int id, long sizeBytes, @Nullable ModificationTime modified)
      throws MalformedMessageException {
    if (!(manifest.at(id).entry() instanceof ManifestEntry.File file)
        || sizeBytes < 0
        || sizeBytes > Limits.MAX_NUMBER) {
      throw new MalformedMessageException("a renewal that cannot be");
    }
    offered.add(sizeBytes - file.sizeBytes());
    ledger.renewed(sizeBytes - file.sizeBytes());
    manifest.renew(id, sizeBytes, modified);
  }

  private RangeOrder current(int id) throws MalformedMessageException {
    RangeOrder file = current;
    if (file == null || file.id() != id) {
      throw new MalformedMessageException("a file that is not open");
    }
    return file;
  }

  private void bytes(int id, ByteBuffer message, long cost) throws MalformedMessageException {
    long offset = DataHeader.offset(message);
    int unpackedBytes = 0;
    RangeOrder file = current(id);
    ByteBuffer payload = payloads.of(message);
    if (payload != message) {
      unpackedBytes = payload.remaining();
      spend(unpackedBytes);
    }
    if (file.bytes(offset, payload.remaining()) == RangeOrder.Step.GAP) {
      blocks.flush();
    }
    blocks.fill(payload, offset, cost + unpackedBytes);
  }

  /// "`KEEP` and `COPY` stand for bytes that the receiver has."
  private void keep(int id, ByteBuffer message, long cost) throws MalformedMessageException {
    boolean copies = DataHeader.kind(message) == DataHeader.COPY;
    int payload = message.position() + DataHeader.BYTES;
    long offset = DataHeader.offset(message);
    long at = copies ? message.getLong(payload) : offset;
    long length = message.getLong(payload + (copies ? Long.BYTES : 0));
    if (at < 0) {
      throw new MalformedMessageException("bytes are to be kept that were never named");
    }
    RangeOrder file = current(id);
    bases.check(id, copies ? Base.OLD : Base.PART, at, length);
    file.keep(offset, length);
    blocks.flush();
    keeping++;
    work.add(new DestinationCommand.Keep(id, offset, length, at, cost));
  }

  private void rangeHash(int id, ByteBuffer message, long cost) throws MalformedMessageException {
    current(id).rangeHash(DataHeader.offset(message));
    blocks.flush();
    int at = message.position() + DataHeader.BYTES;
    work.add(
        new DestinationCommand.CheckRange(
            id, DataHeader.offset(message), message.getLong(at), message.getLong(at + Long.BYTES)));
    release(cost);
  }

  private void end(int id, ByteBuffer message, long cost) throws MalformedMessageException {
    RangeOrder file = current(id);
    file.end(DataHeader.offset(message));
    blocks.flush();
    byte[] sha256 = null;
    if ((DataHeader.flags(message) & DataHeader.WITH_SHA256) != 0) {
      sha256 = new byte[DataHeader.SHA256_BYTES];
      message.get(message.position() + DataHeader.BYTES, sha256);
    }
    requireSha256(sha256);
    tellChanged(id, (DataHeader.flags(message) & DataHeader.CHANGED) != 0);
    ledger.completed(id);
    manifest.ended(id, DataHeader.offset(message));
    ledger.holes(file.holes());
    current = null;
    bases.settled(id);
    ledger.frame(id, cost);
    work.add(new DestinationCommand.Finish(id, judging.publication(id), sha256));
  }

  private void requireSha256(byte @Nullable [] sha256) throws MalformedMessageException {
    if ((sha256 != null) != (hashes == Hashes.SHA256)) {
      throw new MalformedMessageException("SHA-256 is missing, or was not asked for");
    }
  }

  private void tellChanged(int id, boolean changed) {
    if (changed) {
      events.add(new TransferEvent.Problem(ledger.changed(id)));
    }
  }

  private void abandon(int id, ByteBuffer message, long cost) throws MalformedMessageException {
    AbandonReason reason =
        AbandonReason.of(message.get(message.position() + DataHeader.BYTES) & 0xff);
    boolean settled = manifest.isSettled(id);
    if (reason == null || (reason == AbandonReason.SKIPPED && !settled)) {
      throw new MalformedMessageException("a file was abandoned for no reason");
    }
    release(cost);
    RangeOrder open = current;
    if (open != null && open.id() == id) {
      release(blocks.drop());
      current = null;
      bases.settled(id);
      release(ledger.frameCost(id));
      work.add(new DestinationCommand.Discard(id));
    } else {
      passTo(id);
      letGo(id);
    }
    abandoned(id, reason);
  }

  /// What there is of a file is of no use any more.
  private void letGo(int id) {
    if (bases.of(id) != null) {
      bases.settled(id);
      work.add(new DestinationCommand.Release(id));
    }
  }

  private void abandoned(int id, AbandonReason reason) throws MalformedMessageException {
    if (manifest.isSettled(id)) {
      return;
    }
    if (!manifest.at(id).hasContent()) {
      throw new MalformedMessageException("an entry was abandoned that has no content");
    }
    boolean isStream = manifest.at(id).entry() instanceof ManifestEntry.Stream;
    if ((reason == AbandonReason.SOURCE_FAILED) != isStream || reason == AbandonReason.SKIPPED) {
      throw new MalformedMessageException("a file was abandoned for no reason");
    }
    events.add(new TransferEvent.Problem(ledger.abandoned(id, reason)));
  }

  /// The content is copied once for all of the records.
  private void files(ByteBuffer message, long cost) throws MalformedMessageException {
    ByteBuffer payload = payloads.of(message);
    byte[] copy = new byte[payload.remaining()];
    payload.get(copy);
    if (payload != message) {
      spend(copy.length);
      cost += copy.length;
    }
    ByteBuffer records = ByteBuffer.wrap(copy);
    lastBatch = null;
    int dropped = 0;
    while (records.hasRemaining()) {
      FileRecord record = FileRecord.read(records);
      spend(Limits.MESSAGE_COST);
      if (record.id() >= judging.judged()) {
        throw new MalformedMessageException("data of an entry that was not asked for");
      }
      passTo(record.id());
      letGo(record.id());
      DestinationCommand.SmallFile file = small(record);
      if (file == null) {
        dropped++;
      } else {
        gathered.add(file);
      }
    }
    release((long) dropped * Limits.MESSAGE_COST);
    if (!gathered.isEmpty()) {
      writeGathered(cost);
    } else if (lastBatch != null) {
      owed.put(lastBatch, cost);
    } else {
      release(cost);
    }
  }

  /// Work keeps the order of the manifest, so what has no content parts the records of one message.
  private void writeGathered(long cost) {
    if (!gathered.isEmpty()) {
      writingBatches++;
      lastBatch = new DestinationCommand.WriteFiles(gathered, cost);
      work.add(lastBatch);
      gathered.clear();
    }
  }

  /// Null where nothing of it is to be stored.
  private DestinationCommand.@Nullable SmallFile small(FileRecord record)
      throws MalformedMessageException {
    int id = record.id();
    AbandonReason reason = record.reason();
    if (reason != null) {
      abandoned(id, reason);
      return null;
    }
    if (manifest.isSettled(id)) {
      return null;
    }
    if (!(manifest.at(id).entry() instanceof ManifestEntry.File)) {
      throw new MalformedMessageException("a record of what is no file");
    }
    requireSha256(record.sha256());
    if (record.renewed() != null) {
      renew(id, record.lengthBytes(), record.renewed());
    }
    if (manifest.at(id).entry().sizeBytes() != record.lengthBytes()) {
      throw new MalformedMessageException("a file of another length than it was offered with");
    }
    ledger.started(id, Limits.MESSAGE_COST);
    tellChanged(id, record.changed());
    ledger.completed(id);
    return new DestinationCommand.SmallFile(
        manifest.at(id), record, judging.publication(id), hashes);
  }

  void written(int id, WriteBlock done) {
    ledger.written(id, done.length());
    release(blocks.written(done));
  }

  void kept(DestinationResult.Kept done) {
    keeping--;
    ledger.written(done.id(), done.length());
    release(done.cost());
  }

  void written(DestinationCommand.WriteFiles done) {
    writingBatches--;
    release(done.cost());
    Long later = owed.remove(done);
    if (later != null) {
      release(later);
    }
    for (DestinationCommand.SmallFile file : done.files()) {
      ledger.written(file.file().id(), file.record().lengthBytes());
    }
  }

  /// Something is about to be settled.
  void settles(int id) {
    release(ledger.frameCost(id));
  }

  void ask(DestinationCommand command) {
    work.add(command);
  }

  @Nullable DestinationCommand pollDisk() {
    if (work.isEmpty()) {
      blocks.flushIfIdle();
    }
    return work.poll();
  }

  @Nullable TransferEvent pollEvent() {
    return events.poll();
  }

  /// What the sender may send.
  ByteGrants grants() {
    return grants;
  }

  boolean waitsForDisk() {
    return blocks.isWriting() || writingBatches > 0 || keeping > 0 || !work.isEmpty();
  }
}
