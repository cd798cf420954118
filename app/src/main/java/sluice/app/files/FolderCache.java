package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Folder;

/// The directories that a manifest's folders are at the receiver, held open while they are in use: each is opened in
/// its parent, never by a path, and without following links. For one thread.
final class FolderCache implements Closeable {
  /// Directories held open.
  static final int CAPACITY = 128;

  /// What a folder is called here.
  interface Names {
    FileName of(Folder folder);
  }

  private final Directory root;
  private final Names names;
  private final Map<Integer, Directory> open = new LinkedHashMap<>(16, 0.75f, true);

  /// @param root stays open
  FolderCache(Directory root, Names names) {
    this.root = root;
    this.names = names;
  }

  Directory root() {
    return root;
  }

  /// Valid until the next call.
  Directory open(Folder folder) throws IOException {
    Folder parent = folder.parent();
    if (parent == null) {
      return root;
    }
    Directory known = open.get(folder.id());
    if (known != null) {
      return known;
    }
    Directory opened = open(parent).open(names.of(folder));
    open.put(folder.id(), opened);
    if (open.size() > CAPACITY) {
      Iterator<Directory> oldest = open.values().iterator();
      Directory closing = oldest.next();
      oldest.remove();
      closing.close();
    }
    return opened;
  }

  /// It is not needed any more.
  void forget(Folder folder) throws IOException {
    Directory closing = open.remove(folder.id());
    if (closing != null) {
      closing.close();
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Directory directory : open.values()) {
      try {
        directory.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    open.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
