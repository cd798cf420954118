package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Takes the messages of `data` in their order, checks each against the rules, and turns them into work for the disk.
///
/// Bytes are gathered into blocks. A block goes to the disk when it is full, when its file needs it there, or when the
/// disk has nothing else to do: so a fast network writes in large pieces, and a slow one at once.
///
/// Credit comes back to the sender when a block is written, and for the messages around a file when the file is
/// settled, so that neither bytes nor files pile up here.
final class ReceiveStream {
  private static final int NONE = -1;
  private static final int BLOCK_BYTES = 256 << 10;

  /// Credit is told again when this much came free.
  private static final long GRANT_STEP = Limits.BYTE_WINDOW / 16;

  /// What `START` and `END` cost, which is held until the file is settled.
  private static final long FRAME_COST = 2L * DataHeader.cost(DataHeader.BYTES);

  private final List<ManifestEntry> entries;
  private final ReceiveLedger ledger;
  private final Hashes hashes;
  private final IntFunction<DestinationCommand.Publication> publication;
  private final ArrayDeque<DestinationCommand> work = new ArrayDeque<>();
  private final ArrayDeque<WriteBlock> free = new ArrayDeque<>();
  private final ArrayDeque<TransferEvent> events = new ArrayDeque<>();
  private @Nullable WriteBlock block;
  private int writing;
  private int current = NONE;
  private int next;
  private long received;
  private long hashed;
  private long spent;
  private long released;
  private long granted = Limits.BYTE_WINDOW;

  ReceiveStream(
      List<ManifestEntry> entries,
      ReceiveLedger ledger,
      Hashes hashes,
      IntFunction<DestinationCommand.Publication> publication) {
    this.entries = entries;
    this.ledger = ledger;
    this.hashes = hashes;
    this.publication = publication;
  }

  /// Takes one message; copies what it needs.
  void take(ByteBuffer message) throws MalformedMessageException {
    if (message.remaining() > Limits.MESSAGE_BYTES || !DataHeader.check(message)) {
      throw new MalformedMessageException("a data message with a wrong header");
    }
    long cost = DataHeader.cost(message.remaining());
    spent += cost;
    if (spent > granted) {
      throw new MalformedMessageException("more data than was granted");
    }
    int id = DataHeader.id(message);
    if (!ledger.isOffered(id)) {
      throw new MalformedMessageException("data of a file that was never offered");
    }
    switch (DataHeader.kind(message)) {
      case DataHeader.START -> start(id);
      case DataHeader.BYTES_OF_FILE -> bytes(id, message, cost);
      case DataHeader.RANGE_HASH -> rangeHash(id, message, cost);
      case DataHeader.END -> end(id, message, cost);
      case DataHeader.ABANDON -> abandon(id, message, cost);
      default -> throw new IllegalStateException("the header was checked");
    }
  }

  private void start(int id) throws MalformedMessageException {
    passTo(id);
    if (!ledger.isAwaited(id)) {
      throw new MalformedMessageException("a file that is not wanted");
    }
    ledger.started(id);
    current = id;
    received = 0;
    hashed = 0;
    work.add(new DestinationCommand.Create(entries.get(id), hashes));
  }

  /// "Files come one after another, in ascending ids. A skipped id is left out."
  private void passTo(int id) throws MalformedMessageException {
    if (current != NONE || id < next) {
      throw new MalformedMessageException("files are mixed up");
    }
    for (int left = next; left < id; left++) {
      if (!ledger.isSkipped(left)) {
        throw new MalformedMessageException("a file was left out");
      }
    }
    next = id + 1;
  }

  private void bytes(int id, ByteBuffer message, long cost) throws MalformedMessageException {
    int length = DataHeader.length(message);
    if (id != current || DataHeader.offset(message) != received || hashIsDue()) {
      throw new MalformedMessageException("bytes out of order");
    }
    if (length > entries.get(id).sizeBytes() - received) {
      throw new MalformedMessageException("more bytes than the file was offered with");
    }
    message.position(message.position() + DataHeader.BYTES);
    openBlock().charge(cost);
    while (message.hasRemaining()) {
      WriteBlock filling = openBlock();
      int before = message.remaining();
      filling.fill(message);
      received += before - message.remaining();
      if (filling.isFull()) {
        flush();
      }
    }
  }

  private WriteBlock openBlock() {
    if (block != null) {
      return block;
    }
    long left = entries.get(current).sizeBytes() - received;
    WriteBlock opened = left < BLOCK_BYTES ? null : free.poll();
    if (opened == null) {
      opened = new WriteBlock((int) Math.min(BLOCK_BYTES, left));
    }
    opened.begin(received);
    block = opened;
    return opened;
  }

  private void flush() {
    WriteBlock filled = block;
    if (filled != null) {
      block = null;
      writing++;
      work.add(new DestinationCommand.Write(current, filled));
    }
  }

  private boolean hashIsDue() {
    long size = entries.get(current).sizeBytes();
    return hashed < size && received >= Math.min(hashed + Limits.RANGE_BYTES, size);
  }

  private void rangeHash(int id, ByteBuffer message, long cost) throws MalformedMessageException {
    if (id != current || !hashIsDue() || DataHeader.offset(message) != hashed) {
      throw new MalformedMessageException("a hash out of order");
    }
    flush();
    int at = message.position() + DataHeader.BYTES;
    work.add(
        new DestinationCommand.CheckRange(
            id, hashed, message.getLong(at), message.getLong(at + Long.BYTES)));
    hashed = Math.min(hashed + Limits.RANGE_BYTES, entries.get(id).sizeBytes());
    released += cost;
  }

  private void end(int id, ByteBuffer message, long cost) throws MalformedMessageException {
    long size = entries.get(current == NONE ? id : current).sizeBytes();
    if (id != current || DataHeader.offset(message) != size || received != size || hashed != size) {
      throw new MalformedMessageException("a file's end out of order");
    }
    byte[] sha256 = null;
    if ((DataHeader.flags(message) & DataHeader.WITH_SHA256) != 0) {
      sha256 = new byte[DataHeader.SHA256_BYTES];
      message.get(message.position() + DataHeader.BYTES, sha256);
    }
    if ((sha256 != null) != (hashes == Hashes.SHA256)) {
      throw new MalformedMessageException("SHA-256 is missing, or was not asked for");
    }
    boolean changed = (DataHeader.flags(message) & DataHeader.CHANGED) != 0;
    ledger.completed(id, changed);
    if (changed) {
      events.add(new TransferEvent.Problem(new SourceProblem(entries.get(id), null)));
    }
    current = NONE;
    released += cost - DataHeader.cost(DataHeader.BYTES);
    work.add(new DestinationCommand.Finish(id, publication.apply(id), sha256));
  }

  private void abandon(int id, ByteBuffer message, long cost) throws MalformedMessageException {
    AbandonReason reason =
        AbandonReason.of(message.get(message.position() + DataHeader.BYTES) & 0xff);
    if (reason == null || (reason == AbandonReason.SKIPPED && !ledger.isSkipped(id))) {
      throw new MalformedMessageException("a file was abandoned for no reason");
    }
    released += cost;
    if (id == current) {
      WriteBlock dropped = block;
      if (dropped != null) {
        block = null;
        recycle(dropped);
      }
      current = NONE;
      released += DataHeader.cost(DataHeader.BYTES);
      work.add(new DestinationCommand.Discard(id));
    } else {
      passTo(id);
    }
    if (!ledger.isSkipped(id)) {
      events.add(new TransferEvent.Problem(ledger.abandoned(id, reason)));
    }
  }

  void written(int id, WriteBlock done) {
    writing--;
    ledger.written(id, done.length());
    recycle(done);
  }

  private void recycle(WriteBlock done) {
    released += done.cost();
    if (done.capacity() == BLOCK_BYTES) {
      free.add(done);
    }
  }

  /// A file whose `END` had come is stored or thrown away.
  void settled() {
    released += FRAME_COST;
  }

  void ask(DestinationCommand command) {
    work.add(command);
  }

  @Nullable DestinationCommand pollDisk() {
    if (work.isEmpty() && writing == 0) {
      flush();
    }
    return work.poll();
  }

  @Nullable TransferEvent pollEvent() {
    return events.poll();
  }

  /// The limit to tell the sender, or 0 if too little came free since the last one.
  long newGrant() {
    if (released + Limits.BYTE_WINDOW - granted < GRANT_STEP) {
      return 0;
    }
    granted = released + Limits.BYTE_WINDOW;
    return granted;
  }

  boolean waitsForDisk() {
    return writing > 0 || !work.isEmpty();
  }
}
