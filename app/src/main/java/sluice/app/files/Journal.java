package sluice.app.files;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import sluice.app.transfer.Extent;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Placed;

/// The journal that a receiver writes: what a later run may go on from. Records are only ever added; when it has grown
/// large it is written anew beside the old one, and takes its place. From any thread.
///
/// It only proposes: what it names is hashed again from the file and compared with the sender's before it counts.
final class Journal implements Closeable {
  static final FileName NAME = FileName.of("journal");
  static final FileName NEW_NAME = FileName.of("journal.new");
  static final int MODE = 0600;

  /// A record of written bytes comes whenever there are so many.
  private static final long NOTED_BYTES = 1 << 20;

  /// Written anew beyond this, and beyond twice what it was then.
  private static final long COMPACT_BYTES = 1 << 20;

  private final Directory directory;
  private final JournalState state = new JournalState();

  /// Up to where written bytes are recorded, by file.
  private final Map<Integer, Long> noted = new HashMap<>();

  /// Held while a file is synced, so that none is closed then.
  private final Object syncing = new Object();

  /// Replaced; somebody may be syncing them still.
  private final List<OpenFile> retired = new ArrayList<>();

  private OpenFile file;
  private long length;
  private long compactAt = COMPACT_BYTES;
  private boolean unsyncedNames = true;
  private boolean closed;

  private Journal(Directory directory, OpenFile file) {
    this.directory = directory;
    this.file = file;
  }

  static Journal create(Directory directory, byte[] boot) throws IOException {
    Journal journal = new Journal(directory, directory.create(NAME, MODE));
    try {
      journal.add(new JournalRecord.Boot(boot));
      return journal;
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  /// Which boot of the machine this is: equal ones are the same. Where the system does not say, every process has its
  /// own.
  static byte[] boot() {
    UUID id = UUID.nameUUIDFromBytes(new SecureRandom().generateSeed(JournalRecord.BOOT_BYTES));
    try {
      Path told = Path.of("/proc/sys/kernel/random/boot_id");
      if (Files.exists(told)) {
        id = UUID.fromString(Files.readString(told).strip());
      }
    } catch (IOException | IllegalArgumentException e) {
      System.getLogger(Journal.class.getName())
          .log(System.Logger.Level.DEBUG, "the system does not say which boot this is", e);
    }
    return ByteBuffer.allocate(JournalRecord.BOOT_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  synchronized void add(JournalRecord record) throws IOException {
    if (closed) {
      return;
    }
    state.add(record);
    unsyncedNames |= record instanceof JournalRecord.Begun;
    append(record.bytes());
    if (length > compactAt) {
      compact();
    }
  }

  private void append(byte[] bytes) throws IOException {
    file.write(bytes, 0, bytes.length, length);
    length += bytes.length;
  }

  private void compact() throws IOException {
    ByteArrayOutputStream fresh = new ByteArrayOutputStream();
    for (JournalRecord record : state.records()) {
      fresh.writeBytes(record.bytes());
    }
    if (directory.status(NEW_NAME) != null) {
      directory.remove(NEW_NAME);
    }
    OpenFile next = directory.create(NEW_NAME, MODE);
    next.write(fresh.toByteArray(), 0, fresh.size(), 0);
    next.syncData();
    directory.replace(NEW_NAME, directory, NAME);
    directory.sync();
    retired.add(file);
    file = next;
    length = fresh.size();
    compactAt = Math.max(COMPACT_BYTES, 2 * length);
  }

  /// A part file is made.
  void begun(Placed placed) throws IOException {
    long size = Math.max(0, placed.entry().sizeBytes());
    add(new JournalRecord.Begun(placed.id(), placed.path(), size));
  }

  /// What an earlier run left is gone on with under this id.
  void adopted(Placed placed, List<Extent> extents, List<Extent> durable) throws IOException {
    begun(placed);
    for (Extent extent : extents) {
      add(new JournalRecord.Written(placed.id(), extent.from(), extent.to()));
    }
    for (Extent extent : durable) {
      add(new JournalRecord.Durable(placed.id(), extent.from(), extent.to()));
    }
  }

  /// A file has come so far.
  ///
  /// @param how whether to record it however little there is since the last record
  synchronized void written(int id, long to, Noting how) throws IOException {
    long from = noted.getOrDefault(id, 0L);
    if (!state.parts().containsKey(id)) {
      return;
    }
    if (to - from >= (how == Noting.AT_ONCE ? 1 : NOTED_BYTES)) {
      noted.put(id, to);
      add(new JournalRecord.Written(id, from, to));
    }
  }

  /// When written bytes are recorded.
  enum Noting {
    IN_STEPS,
    AT_ONCE
  }

  /// The disk has all that was written up to there.
  void durable(int id, long to) throws IOException {
    if (to > 0 && isKnown(id)) {
      add(new JournalRecord.Durable(id, 0, to));
      sync();
    }
  }

  private synchronized boolean isKnown(int id) {
    return state.parts().containsKey(id);
  }

  /// A part file has its name, or is gone.
  synchronized void forget(int id) throws IOException {
    noted.remove(id);
    if (isKnown(id)) {
      add(new JournalRecord.Forgotten(id));
    }
  }

  /// Brings it to the disk, with the names of part files that it knows.
  void sync() throws IOException {
    synchronized (syncing) {
      OpenFile current;
      List<OpenFile> old;
      boolean names;
      synchronized (this) {
        current = file;
        old = List.copyOf(retired);
        retired.clear();
        names = unsyncedNames;
        unsyncedNames = false;
      }
      for (OpenFile replaced : old) {
        replaced.close();
      }
      if (names) {
        directory.sync();
      }
      current.syncData();
    }
  }

  /// Whether a directory was made by an earlier run that had no time to give it its attributes.
  synchronized boolean hasEntered(FileName path) {
    return state.entered().contains(path);
  }

  /// What a later run has of all this, beside part files.
  synchronized boolean isWorthKeeping() {
    return !state.entered().isEmpty() || !state.named().isEmpty();
  }

  /// Bytes of a part file that a later run can go on from.
  synchronized long bytesOf(int id) {
    JournalState.Part part = state.parts().get(id);
    return part == null ? 0 : Math.max(part.written().bytes(), part.durable().bytes());
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      for (OpenFile old : retired) {
        old.close();
      }
      file.close();
    }
  }
}
