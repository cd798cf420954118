package sluice.app.files;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import sluice.app.files.posix.PosixException;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Folder;
import sluice.app.transfer.Limits;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;
import sluice.app.transfer.SkipReason;

/// Makes what has no content: directories, which get their attributes when they are left, and links.
final class EntryPublisher {
  /// The manifest forgets an original when its last name is offered, which is at most a window before it is made here.
  static final int MOST_ORIGINALS = Limits.ORIGINALS + Limits.ENTRY_WINDOW;

  private static final int ALL_OF_OURS = 0700;

  private final DestinationTree tree;
  private final Directory parts;
  private final FolderCache folders;
  private final Publisher publisher;
  private final AttributeSetter attributes;
  private final Journal journal;
  private final Map<Integer, Placed> entered = new HashMap<>();
  private final SequencedMap<Integer, Original> originals = new LinkedHashMap<>();

  /// What became of an entry.
  sealed interface Made {
    record Stored(FileName name) implements Made {}

    /// Something else has the name; a link waits under its part name.
    record Taken() implements Made {}

    record Not(SkipReason reason) implements Made {}
  }

  EntryPublisher(
      DestinationTree tree,
      Directory parts,
      FolderCache folders,
      Publisher publisher,
      AttributeSetter attributes,
      Journal journal) {
    this.journal = journal;
    this.tree = tree;
    this.parts = parts;
    this.folders = folders;
    this.publisher = publisher;
    this.attributes = attributes;
  }

  Made make(Placed placed, DestinationCommand.Publication how) throws IOException, DiskFailure {
    return switch (placed.entry()) {
      case ManifestEntry.Directory _ -> enter(placed, how);
      case ManifestEntry.Leave _ -> leave(placed.folder());
      case ManifestEntry.Symlink link -> symlink(placed, link, how);
      case ManifestEntry.HardLink link -> hardLink(placed, link, how);
      case ManifestEntry.File _, ManifestEntry.Stream _, ManifestEntry.Text _ ->
          throw new IllegalStateException("a file is written first");
    };
  }

  private Made enter(Placed placed, DestinationCommand.Publication how)
      throws IOException, DiskFailure {
    Publisher.DirectoryState state = new Publisher.DirectoryState();
    FileName name = publisher.makeDirectory(placed, how, state);
    Folder opens = placed.opens();
    if (opens == null) {
      throw new IllegalStateException("a directory opens a folder");
    }
    if (name == null) {
      throw new DiskFailure(
          ErrorCode.EXISTS,
          placed.id(),
          placed.path() + " is in the way: it is there, and no folder.");
    }
    if (!name.equals(tree.finalName(placed))) {
      tree.renamed(opens, name);
    }
    boolean ours = !state.merged || journal.hasEntered(placed.path());
    if (ours || how == DestinationCommand.Publication.REPLACE) {
      entered.put(opens.id(), placed);
      openUp(opens, state);
    }
    return new Made.Stored(name);
  }

  /// What comes must be stored in it even where its owner may not write in it: it gets its permissions when it is left.
  private void openUp(Folder folder, Publisher.DirectoryState state) throws IOException {
    if (!state.merged) {
      return;
    }
    Directory directory = folders.open(folder);
    int mode = directory.status().permissions();
    if (mode >= 0 && (mode & ALL_OF_OURS) != ALL_OF_OURS) {
      directory.setMode(mode | ALL_OF_OURS);
    }
  }

  private Made leave(Folder folder) throws IOException {
    Placed directory = entered.remove(folder.id());
    if (directory != null) {
      attributes.apply(folders.open(folder), directory);
    }
    return new Made.Stored(tree.name(folder));
  }

  private Made symlink(
      Placed placed, ManifestEntry.Symlink link, DestinationCommand.Publication how)
      throws IOException, DiskFailure {
    try {
      parts.makeSymlink(link.target(), PartFile.partName(placed.id()));
    } catch (PosixException e) {
      return notMade(e);
    }
    attributes.applyToLink(parts, placed);
    return publish(placed, how);
  }

  private Made hardLink(
      Placed placed, ManifestEntry.HardLink link, DestinationCommand.Publication how)
      throws IOException, DiskFailure {
    Original original = originals.get(link.original());
    if (original == null) {
      original = tree.standing(link.original());
    } else if (original.furtherNames() > 1) {
      originals.put(
          link.original(),
          new Original(original.folder(), original.name(), original.furtherNames() - 1));
    } else {
      originals.remove(link.original());
    }
    if (original == null) {
      return new Made.Not(SkipReason.NO_ORIGINAL);
    }
    if (isTheSame(placed, original)) {
      return new Made.Not(SkipReason.IDENTICAL);
    }
    try {
      folders.open(original.folder()).link(original.name(), parts, PartFile.partName(placed.id()));
    } catch (PosixException e) {
      return notMade(e);
    }
    return publish(placed, how);
  }

  /// Whether the name is one of that very file already.
  private boolean isTheSame(Placed placed, Original original) throws IOException {
    FileStatus there = folders.open(placed.folder()).status(tree.finalName(placed));
    if (there == null) {
      return false;
    }
    FileStatus its = folders.open(original.folder()).status(original.name());
    return its != null && its.identity().equals(there.identity());
  }

  private static Made notMade(PosixException e) throws PosixException {
    return switch (e.errno()) {
      case PosixException.EPERM,
          PosixException.EOPNOTSUPP,
          PosixException.ENOSYS,
          PosixException.EMLINK,
          PosixException.EXDEV ->
          new Made.Not(SkipReason.UNSUPPORTED);
      case PosixException.ENOENT -> new Made.Not(SkipReason.NO_ORIGINAL);
      default -> throw e;
    };
  }

  private Made publish(Placed placed, DestinationCommand.Publication how)
      throws IOException, DiskFailure {
    @Nullable FileName name = publisher.publish(placed, how);
    return name == null ? new Made.Taken() : new Made.Stored(name);
  }

  /// Of names that are skipped nothing is heard here, so what they would have been linked to stays until it is the
  /// oldest of too many.
  private void forgetTheOldest() {
    if (originals.size() > MOST_ORIGINALS) {
      originals.pollFirstEntry();
    }
  }

  /// A file stands under its name: others may be linked to it.
  void published(Placed placed, FileName name) {
    if (placed.entry() instanceof ManifestEntry.File file && file.furtherNames() > 0) {
      originals.put(file.id(), new Original(placed.folder(), name, file.furtherNames()));
      forgetTheOldest();
    }
  }
}
