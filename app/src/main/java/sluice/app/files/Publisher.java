package sluice.app.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Placed;

/// Gives what is complete its final name: never over something that was there, unless told to, and never over
/// something that came in the same transfer.
final class Publisher {
  private static final int MAX_NUMBER = 9_999;

  private final DestinationTree tree;
  private final Directory parts;
  private final FolderCache folders;
  private final Journal journal;
  private final Consumer<String> warnings;
  private final LongSet ours = new LongSet();
  private boolean warned;

  Publisher(
      DestinationTree tree,
      Directory parts,
      FolderCache folders,
      Journal journal,
      Consumer<String> warnings) {
    this.journal = journal;
    this.tree = tree;
    this.parts = parts;
    this.folders = folders;
    this.warnings = warnings;
  }

  /// Renames. Returns the name, or null if it is taken.
  @Nullable FileName publish(Placed placed, DestinationCommand.Publication how)
      throws IOException, DiskFailure {
    Directory target = folders.open(placed.folder());
    FileName part = PartFile.partName(placed.id());
    FileName name = tree.finalName(placed);
    return switch (how) {
      case NEW_ONLY -> publishNew(part, target, name) ? name : null;
      case RENAME -> publishNumbered(placed, part, target, name);
      case REPLACE -> replace(placed, part, target, name) ? name : null;
    };
  }

  /// Makes a directory, or finds that there is one already.
  ///
  /// @return its name; null if something else has it
  @Nullable FileName makeDirectory(
      Placed placed, DestinationCommand.Publication how, DirectoryState state)
      throws IOException, DiskFailure {
    Directory target = folders.open(placed.folder());
    FileName name = tree.finalName(placed);
    if (makeOrMerge(target, name, state)) {
      return name;
    }
    if (how != DestinationCommand.Publication.RENAME) {
      return null;
    }
    for (int number = 1; number <= MAX_NUMBER; number++) {
      FileName numbered = PathGuard.numbered(name, number);
      if (target.status(numbered) == null && makeOrMerge(target, numbered, state)) {
        return numbered;
      }
    }
    throw tooMany(placed);
  }

  /// Whether a directory was there before.
  static final class DirectoryState {
    boolean merged;
  }

  private static boolean makeOrMerge(Directory target, FileName name, DirectoryState state)
      throws IOException {
    FileStatus there = target.status(name);
    if (there == null) {
      target.makePrivate(name);
      return true;
    }
    state.merged = there.kind() == FileStatus.Kind.DIRECTORY;
    return state.merged;
  }

  private boolean publishNew(FileName part, Directory target, FileName name) throws IOException {
    try {
      if (parts.publish(part, target, name) == Directory.Publication.IN_TWO_STEPS) {
        warnTwoSteps(target);
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private void warnTwoSteps(Directory target) {
    if (!warned) {
      warned = true;
      warnings.accept(
          "The file system of "
              + target.path()
              + " cannot rename without replacing: an empty file stood under each name for a "
              + "moment.");
    }
  }

  private FileName publishNumbered(Placed placed, FileName part, Directory target, FileName name)
      throws IOException, DiskFailure {
    if (publishNew(part, target, name)) {
      return name;
    }
    for (int number = 1; number <= MAX_NUMBER; number++) {
      FileName numbered = PathGuard.numbered(name, number);
      if (target.status(numbered) != null) {
        continue;
      }
      // Known before it is there, so that a later run finds it.
      journal.add(new JournalRecord.Named(placed.path(), numbered));
      if (publishNew(part, target, numbered)) {
        return numbered;
      }
    }
    throw tooMany(placed);
  }

  private static DiskFailure tooMany(Placed placed) {
    return new DiskFailure(
        ErrorCode.EXISTS, placed.id(), "Too many files are called like " + placed.path() + ".");
  }

  private boolean replace(Placed placed, FileName part, Directory target, FileName name)
      throws IOException, DiskFailure {
    FileStatus there = target.status(name);
    if (there == null || ours.contains(there.identityNumber())) {
      remember(part);
      return publishNew(part, target, name);
    }
    if (!DestinationTree.isReplaceable(there)) {
      throw new DiskFailure(
          ErrorCode.NOT_REPLACEABLE,
          placed.id(),
          placed.path() + " is a folder there, or the like, and stays.");
    }
    remember(part);
    parts.replace(part, target, name);
    if (parts.status(part) != null) {
      // Renaming one name of a file over another one of it does nothing.
      parts.remove(part);
    }
    return true;
  }

  /// Names that differ only in case or in Unicode's forms may be the same to the file system.
  private void remember(FileName part) throws IOException {
    FileStatus status = parts.status(part);
    if (status != null) {
      ours.add(status.identityNumber());
    }
  }
}
