package sluice.app.transfer;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The part of a manifest that is under way: entries from when they are offered to when they are settled. Whatever the
/// size of a tree, no more than {@link Limits#ENTRY_WINDOW} of them are here.
///
/// Checks each entry against the ones before: ids, order, nesting, length of its path.
final class Manifest {
  enum State {
    OFFERED,
    /// Some of its bytes are sent.
    COMING,
    /// All of its bytes are sent.
    COMPLETE,
    SKIPPED,
    ABANDONED,
    STORED;

    boolean isSettled() {
      return this == SKIPPED || this == ABANDONED || this == STORED;
    }
  }

  private static final int RING = Integer.highestOneBit(Limits.ENTRY_WINDOW - 1) << 1;

  private final @Nullable Placed[] entries = new Placed[RING];
  private final State[] states = new State[RING];
  private final Map<Integer, Integer> originals = new HashMap<>();
  private int base;
  private int size;
  private Folder open = Folder.ROOT;
  private @Nullable LastName last;
  private boolean complete;

  /// The last name in each directory that is open.
  private record LastName(FileName name, @Nullable LastName outer) {}

  private @Nullable LastName outer;

  /// Takes the next entry.
  Placed add(ManifestEntry entry) throws MalformedMessageException {
    if (complete || entry.id() != size) {
      throw new MalformedMessageException("entries are not numbered from 0 without gaps");
    }
    if (size - base >= Limits.ENTRY_WINDOW) {
      throw new MalformedMessageException("more entries than were granted");
    }
    Placed placed = place(entry);
    entries[size & (RING - 1)] = placed;
    states[size & (RING - 1)] = State.OFFERED;
    size++;
    return placed;
  }

  private Placed place(ManifestEntry entry) throws MalformedMessageException {
    if (entry instanceof ManifestEntry.Leave) {
      return leave(entry);
    }
    checkName(entry.name());
    switch (entry) {
      case ManifestEntry.Directory directory -> {
        return enter(directory);
      }
      case ManifestEntry.File file when file.furtherNames() > 0 -> {
        if (originals.size() >= Limits.ORIGINALS) {
          throw new MalformedMessageException("too many files with further names");
        }
        originals.put(file.id(), file.furtherNames());
      }
      case ManifestEntry.HardLink link -> countName(link);
      case ManifestEntry.File _,
          ManifestEntry.Symlink _,
          ManifestEntry.Stream _,
          ManifestEntry.Text _,
          ManifestEntry.Leave _ -> {}
    }
    return new Placed(entry, open, null);
  }

  /// Within one directory the names strictly ascend, so none comes twice.
  private void checkName(FileName name) throws MalformedMessageException {
    LastName before = last;
    if (before != null && before.name().compareBytes(name) >= 0) {
      throw new MalformedMessageException("names that do not ascend");
    }
    if (open.pathBytes() + name.length() > Limits.PATH_BYTES) {
      throw new MalformedMessageException("a path of more than 4095 bytes");
    }
    last = new LastName(name, outer);
  }

  private Placed enter(ManifestEntry.Directory directory) throws MalformedMessageException {
    if (open.depth() == Limits.DEPTH) {
      throw new MalformedMessageException("directories that are too deep");
    }
    Folder entered = new Folder(directory, open);
    Placed placed = new Placed(directory, open, entered);
    open = entered;
    outer = last;
    last = null;
    return placed;
  }

  private Placed leave(ManifestEntry entry) throws MalformedMessageException {
    Folder left = open;
    Folder parent = left.parent();
    LastName around = outer;
    if (parent == null || around == null) {
      throw new MalformedMessageException("a directory is left that was not entered");
    }
    open = parent;
    last = around;
    outer = around.outer();
    return new Placed(entry, left, null);
  }

  private void countName(ManifestEntry.HardLink link) throws MalformedMessageException {
    Integer left = originals.remove(link.original());
    if (left == null) {
      throw new MalformedMessageException("a hard link to what is not there to be linked");
    }
    if (left > 1) {
      originals.put(link.original(), left - 1);
    }
  }

  /// No entry follows.
  void complete() throws MalformedMessageException {
    if (complete || !open.isRoot()) {
      throw new MalformedMessageException("a manifest that ends within a directory");
    }
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  /// Entries so far: one more than the last id.
  int size() {
    return size;
  }

  /// The lowest id that is not settled.
  int base() {
    return base;
  }

  /// How many more entries fit.
  int room() {
    return Limits.ENTRY_WINDOW - (size - base);
  }

  boolean allSettled() {
    return complete && base == size;
  }

  boolean isOffered(int id) {
    return id < size;
  }

  boolean isSettled(int id) {
    return id < base || states[id & (RING - 1)].isSettled();
  }

  boolean isUnderWay(int id) {
    return id >= base && id < size && entries[id & (RING - 1)] != null;
  }

  Placed at(int id) {
    Placed placed = id < base || id >= size ? null : entries[id & (RING - 1)];
    if (placed == null) {
      throw new IllegalStateException("entry " + id + " is not under way");
    }
    return placed;
  }

  /// Null for what was settled and is forgotten.
  @Nullable State state(int id) {
    return id < base ? null : states[id & (RING - 1)];
  }

  void become(int id, State state) {
    if (isSettled(id)) {
      throw new IllegalStateException("entry " + id + " is settled");
    }
    states[id & (RING - 1)] = state;
    while (base < size && states[base & (RING - 1)].isSettled()) {
      entries[base & (RING - 1)] = null;
      base++;
    }
  }

  /// A file is no longer as it was offered.
  ManifestEntry.File renew(int id, long sizeBytes, @Nullable ModificationTime modified) {
    Placed before = at(id);
    ManifestEntry.File file = (ManifestEntry.File) before.entry();
    Attributes old = file.attributes();
    ManifestEntry.File renewed =
        new ManifestEntry.File(
            id,
            file.name(),
            sizeBytes,
            new Attributes(modified, old.mode(), old.owner(), old.extended()),
            file.layout(),
            file.furtherNames());
    entries[id & (RING - 1)] = new Placed(renewed, before.folder(), null);
    return renewed;
  }

  /// A stream has come to its end. Nothing for a file, whose size is known.
  void ended(int id, long sizeBytes) {
    Placed placed = at(id);
    if (placed.entry() instanceof ManifestEntry.Stream stream) {
      ManifestEntry.Stream whole =
          new ManifestEntry.Stream(id, stream.name(), stream.attributes(), sizeBytes);
      entries[id & (RING - 1)] = new Placed(whole, placed.folder(), null);
    }
  }
}
