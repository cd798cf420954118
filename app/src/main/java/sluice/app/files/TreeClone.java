package sluice.app.files;

import java.io.IOException;
import sluice.app.files.posix.Posix;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.FileName;

/// Makes a second tree of the files of a first one: each is a further name for the same file, or, where the file system
/// gives no further name, a copy that shares its blocks where it can. Directories are new, with the attributes of the
/// old ones.
final class TreeClone {
  private static final int MAX_NAMES = 10_000_000;
  private static final int PRIVATE_FILE = 0600;
  private static final int COPY_BYTES = 1 << 20;

  private final boolean root = Posix.isAvailable() && Posix.effectiveUser() == 0;
  private byte[] buffer = {};

  /// @param to empty, and on the same file system
  void fill(Directory from, Directory to) throws IOException {
    for (FileName name : from.names(MAX_NAMES)) {
      FileStatus status = from.status(name);
      if (status == null || PathGuard.isOurs(name)) {
        continue;
      }
      switch (status.kind()) {
        case DIRECTORY -> directory(from, to, name);
        case REGULAR -> file(from, to, name, status);
        case SYMBOLIC_LINK -> symlink(from, to, name, status);
        case OTHER -> {}
      }
    }
  }

  private void directory(Directory from, Directory to, FileName name) throws IOException {
    to.makePrivate(name);
    try (Directory source = from.open(name);
        Directory target = to.open(name)) {
      fill(source, target);
      attributes(source.status(), target);
    }
  }

  private void attributes(FileStatus status, Attributed target) throws IOException {
    if (root && status.user() >= 0) {
      target.setOwner(status.user(), status.group());
    }
    if (status.permissions() >= 0) {
      target.setMode(status.permissions());
    }
    target.setModified(status.modified());
  }

  private void file(Directory from, Directory to, FileName name, FileStatus status)
      throws IOException {
    try {
      from.link(name, to, name);
    } catch (IOException e) {
      // Too many names, or a file system without further names: what else fails, fails again.
      copy(from, to, name, status);
    }
  }

  private void copy(Directory from, Directory to, FileName name, FileStatus status)
      throws IOException {
    try (OpenFile source = from.openFile(name);
        OpenFile target = to.create(name, PRIVATE_FILE)) {
      if (!target.cloneOf(source)) {
        copyBytes(source, target);
      }
      attributes(status, target);
    }
  }

  private void copyBytes(OpenFile source, OpenFile target) throws IOException {
    if (buffer.length == 0) {
      buffer = new byte[COPY_BYTES];
    }
    long at = 0;
    int count = source.read(buffer, 0, buffer.length, at);
    while (count > 0) {
      target.write(buffer, 0, count, at);
      at += count;
      count = source.read(buffer, 0, buffer.length, at);
    }
  }

  private void symlink(Directory from, Directory to, FileName name, FileStatus status)
      throws IOException {
    try {
      from.link(name, to, name);
    } catch (IOException e) {
      to.makeSymlink(from.readLink(name), name);
      Attributes.Owner owner =
          root && status.user() >= 0
              ? new Attributes.Owner(status.user(), status.group(), "", "")
              : null;
      to.setLinkAttributes(name, status.modified(), owner);
    }
  }
}
