package sluice.app.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ManifestEntry;

/// Gives complete files their final names: never over something that was there, unless told to.
final class Publisher {
  private static final int MAX_NUMBER = 9_999;

  private final DestinationTree tree;
  private final Directory parts;
  private final Directory target;
  private final Consumer<String> warnings;
  private boolean warned;

  Publisher(DestinationTree tree, Directory parts, Directory target, Consumer<String> warnings) {
    this.tree = tree;
    this.parts = parts;
    this.target = target;
    this.warnings = warnings;
  }

  /// Renames and syncs the directory. Returns the name, or null if it is taken.
  @Nullable FileName publish(PartFile file, DestinationCommand.Publication how)
      throws IOException, DiskFailure {
    FileName name = tree.finalName(file.entry());
    FileName published =
        switch (how) {
          case NEW_ONLY -> publishNew(file, name) ? name : null;
          case RENAME -> publishNumbered(file, name);
          case REPLACE -> replace(file, name) ? name : null;
        };
    if (published != null) {
      target.sync();
    }
    return published;
  }

  FileName path(FileName name) {
    return Paths.join(target.path(), name);
  }

  private boolean publishNew(PartFile file, FileName name) throws IOException {
    try {
      if (parts.publish(file.partName(), target, name) == Directory.Publication.IN_TWO_STEPS) {
        warnTwoSteps();
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private void warnTwoSteps() {
    if (!warned) {
      warned = true;
      warnings.accept(
          "The file system of "
              + target.path()
              + " cannot rename without replacing: an empty file stood under each name for a "
              + "moment.");
    }
  }

  private FileName publishNumbered(PartFile file, FileName name) throws IOException, DiskFailure {
    if (publishNew(file, name)) {
      return name;
    }
    for (int number = 1; number <= MAX_NUMBER; number++) {
      FileName numbered = PathGuard.numbered(name, number);
      if (publishNew(file, numbered)) {
        return numbered;
      }
    }
    throw new DiskFailure(
        ErrorCode.EXISTS, file.entry().id(), "Too many files are called like " + name + ".");
  }

  private boolean replace(PartFile file, FileName name) throws IOException, DiskFailure {
    ManifestEntry entry = file.entry();
    FileStatus there = target.status(name);
    if (there == null || !tree.mayReplace(entry)) {
      return publishNew(file, name);
    }
    if (!DestinationTree.isReplaceable(there)) {
      throw new DiskFailure(
          ErrorCode.NOT_REPLACEABLE,
          entry.id(),
          name + " is a folder there, or the like, and stays.");
    }
    parts.replace(file.partName(), target, name);
    return true;
  }
}
