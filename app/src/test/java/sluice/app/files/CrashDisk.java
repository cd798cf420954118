package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.Extent;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ModificationTime;

/// A file system in memory that records what is done to it, and can be had again as a crash may leave it: with all that
/// was synced, and any part of what was not.
final class CrashDisk {
  static final int ROOT = 0;

  /// Something done to the disk. Inodes are numbered as they are made.
  sealed interface Op {
    record Create(int directory, FileName name, int inode, boolean isDirectory, int mode)
        implements Op {}

    record Write(int inode, int at, byte[] bytes) implements Op {}

    record Truncate(int inode, int size) implements Op {}

    record Attribute(int inode, @Nullable ModificationTime modified, int mode) implements Op {}

    record Rename(int from, FileName name, int to, FileName newName) implements Op {}

    record Remove(int directory, FileName name) implements Op {}

    /// @param inode of a file or directory, or -1 for all
    /// @param attributes whether these are synced as well
    record Sync(int inode, boolean attributes) implements Op {}
  }

  private static final class Node {
    final boolean isDirectory;
    final Map<FileName, Integer> names = new HashMap<>();
    byte[] content = {};
    ModificationTime modified = new ModificationTime(0, 0);
    int mode;

    Node(boolean isDirectory, int mode) {
      this.isDirectory = isDirectory;
      this.mode = mode;
    }
  }

  final List<Op> log = new ArrayList<>();
  private final Map<Integer, Node> nodes = new TreeMap<>();
  private final Set<Integer> locks = new HashSet<>();
  private int inodes = 1;

  CrashDisk() {
    nodes.put(ROOT, new Node(true, 0755));
  }

  /// As it is where only these were done.
  static CrashDisk of(List<Op> done) {
    CrashDisk disk = new CrashDisk();
    for (Op op : done) {
      disk.apply(op);
    }
    return disk;
  }

  synchronized Op act(Op op) {
    log.add(op);
    apply(op);
    return op;
  }

  /// What needs something that is not there is not done.
  private void apply(Op op) {
    switch (op) {
      case Op.Create(int directory, FileName name, int inode, boolean isDirectory, int mode) -> {
        inodes = Math.max(inodes, inode + 1);
        nodes.put(inode, new Node(isDirectory, mode));
        name(directory, name, inode);
      }
      case Op.Write(int inode, int at, byte[] bytes) -> {
        Node node = nodes.get(inode);
        if (node != null) {
          node.content =
              Arrays.copyOf(node.content, Math.max(node.content.length, at + bytes.length));
          System.arraycopy(bytes, 0, node.content, at, bytes.length);
        }
      }
      case Op.Truncate(int inode, int size) -> {
        Node node = nodes.get(inode);
        if (node != null) {
          node.content = Arrays.copyOf(node.content, size);
        }
      }
      case Op.Attribute(int inode, ModificationTime modified, int mode) -> {
        Node node = nodes.get(inode);
        if (node != null) {
          node.modified = modified == null ? node.modified : modified;
          node.mode = mode < 0 ? node.mode : mode;
        }
      }
      case Op.Rename(int from, FileName name, int to, FileName newName) -> {
        Node source = nodes.get(from);
        Integer inode = source == null ? null : source.names.get(name);
        if (inode != null && nodes.containsKey(to)) {
          source.names.remove(name);
          name(to, newName, inode);
        }
      }
      case Op.Remove(int directory, FileName name) -> {
        Node node = nodes.get(directory);
        if (node != null) {
          node.names.remove(name);
        }
      }
      case Op.Sync _ -> {}
    }
  }

  private void name(int directory, FileName name, int inode) {
    Node node = nodes.get(directory);
    if (node != null) {
      node.names.put(name, inode);
    }
  }

  /// Which of the first operations a crash cannot take back.
  static boolean[] durable(List<Op> log, int count) {
    boolean[] durable = new boolean[count];
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count && !durable[i]; j++) {
        durable[i] =
            log.get(j) instanceof Op.Sync(int inode, boolean attributes)
                && (inode < 0 || covers(log.get(i), inode, attributes));
      }
    }
    return durable;
  }

  private static boolean covers(Op op, int inode, boolean attributes) {
    return switch (op) {
      case Op.Create create -> create.directory() == inode;
      case Op.Write write -> write.inode() == inode;
      case Op.Truncate truncate -> truncate.inode() == inode;
      case Op.Attribute attribute -> attribute.inode() == inode && attributes;
      case Op.Rename rename -> rename.to() == inode;
      case Op.Remove remove -> remove.directory() == inode;
      case Op.Sync _ -> true;
    };
  }

  Directory root() {
    return new Folder(ROOT, FileName.of("/disk"));
  }

  /// Regular files by their paths, part directories left out.
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    collect(ROOT, "", files);
    return files;
  }

  private void collect(int inode, String path, Map<String, byte[]> files) {
    Node node = nodes.get(inode);
    if (node == null) {
      return;
    }
    if (!node.isDirectory) {
      files.put(path, node.content);
      return;
    }
    node.names.forEach(
        (name, child) -> {
          if (!name.display().startsWith(".sluice-part-")) {
            collect(child, path + "/" + name.display(), files);
          }
        });
  }

  boolean hasParts() {
    return node(ROOT).names.keySet().stream()
        .anyMatch(name -> name.display().startsWith(".sluice-part-"));
  }

  private Node node(int inode) {
    Node node = nodes.get(inode);
    if (node == null) {
      throw new IllegalStateException("no inode " + inode);
    }
    return node;
  }

  private FileStatus status(int inode) {
    Node node = node(inode);
    return new FileStatus(
        node.isDirectory ? FileStatus.Kind.DIRECTORY : FileStatus.Kind.REGULAR,
        node.content.length,
        node.modified,
        node.mode & 0777,
        (node.mode & 077) == 0,
        List.of(1L, (long) inode),
        1,
        node.content.length,
        0,
        0,
        null);
  }

  /// What a file and a directory have in common.
  private interface Handle extends Attributed, Closeable {}

  private abstract class Held implements Handle {
    final int inode;

    Held(int inode) {
      this.inode = inode;
    }

    @Override
    public void setModified(ModificationTime modified) {
      act(new Op.Attribute(inode, modified, -1));
    }

    @Override
    public void setMode(int mode) {
      act(new Op.Attribute(inode, null, mode));
    }

    @Override
    public void setOwner(long user, long group) {}

    @Override
    public void setExtended(FileName name, byte[] value) {}

    @Override
    public void close() {}
  }

  private final class Opened extends Held implements OpenFile {
    Opened(int inode) {
      super(inode);
    }

    @Override
    public FileStatus status() {
      synchronized (CrashDisk.this) {
        return CrashDisk.this.status(inode);
      }
    }

    @Override
    public void sync() {
      act(new Op.Sync(inode, true));
    }

    @Override
    public int read(byte[] to, int at, int length, long position) {
      synchronized (CrashDisk.this) {
        byte[] content = node(inode).content;
        int some = Math.clamp(content.length - position, 0, length);
        System.arraycopy(content, some == 0 ? 0 : (int) position, to, at, some);
        return some;
      }
    }

    @Override
    public void write(byte[] from, int at, int length, long position) {
      act(new Op.Write(inode, (int) position, Arrays.copyOfRange(from, at, at + length)));
    }

    @Override
    public void syncData() {
      act(new Op.Sync(inode, false));
    }

    @Override
    public void truncate(long sizeBytes) {
      act(new Op.Truncate(inode, (int) sizeBytes));
    }

    @Override
    public List<Extent> extents(long sizeBytes) {
      return sizeBytes == 0 ? List.of() : List.of(new Extent(0, sizeBytes));
    }
  }

  private final class Folder extends Held implements Directory {
    private final FileName path;

    Folder(int inode, FileName path) {
      super(inode);
      this.path = path;
    }

    private int find(FileName name) throws IOException {
      synchronized (CrashDisk.this) {
        Integer found = node(inode).names.get(name);
        if (found == null) {
          throw new NoSuchFileException(name.display());
        }
        return found;
      }
    }

    private int make(FileName name, boolean isDirectory, int mode) throws IOException {
      synchronized (CrashDisk.this) {
        if (node(inode).names.containsKey(name)) {
          throw new FileAlreadyExistsException(name.display());
        }
        int made = inodes;
        act(new Op.Create(inode, name, made, isDirectory, mode));
        return made;
      }
    }

    @Override
    public FileStatus status() {
      synchronized (CrashDisk.this) {
        return CrashDisk.this.status(inode);
      }
    }

    @Override
    public void sync() {
      act(new Op.Sync(inode, true));
    }

    @Override
    public FileName path() {
      return path;
    }

    @Override
    public OpenFile create(FileName name, int mode) throws IOException {
      return new Opened(make(name, false, mode));
    }

    @Override
    public void makeOurs(FileName name) throws IOException {
      act(new Op.Attribute(find(name), null, 0600));
    }

    @Override
    public OpenFile openForWriting(FileName name) throws IOException {
      return new Opened(find(name));
    }

    @Override
    public OpenFile openFile(FileName name) throws IOException {
      return new Opened(find(name));
    }

    @Override
    public void makeSymlink(FileName target, FileName name) throws IOException {
      throw new IOException("no links here");
    }

    @Override
    public FileName readLink(FileName name) throws IOException {
      throw new IOException("no links here");
    }

    @Override
    public void setLinkAttributes(
        FileName name, @Nullable ModificationTime modified, Attributes.@Nullable Owner owner) {}

    @Override
    public void link(FileName name, Directory to, FileName newName) throws IOException {
      throw new IOException("no links here");
    }

    @Override
    public List<Attributes.ExtendedAttribute> extended(FileName name) {
      return List.of();
    }

    @Override
    public void makePrivate(FileName name) throws IOException {
      make(name, true, 0700);
    }

    @Override
    public Directory open(FileName name) throws IOException {
      return new Folder(find(name), Paths.join(path, name));
    }

    @Override
    public @Nullable FileStatus status(FileName name) {
      synchronized (CrashDisk.this) {
        Integer found = node(inode).names.get(name);
        return found == null ? null : CrashDisk.this.status(found);
      }
    }

    @Override
    public Publication publish(FileName name, Directory to, FileName newName) throws IOException {
      synchronized (CrashDisk.this) {
        if (to.status(newName) != null) {
          throw new FileAlreadyExistsException(newName.display());
        }
        replace(name, to, newName);
        return Publication.ATOMIC;
      }
    }

    @Override
    public void replace(FileName name, Directory to, FileName newName) throws IOException {
      find(name);
      act(new Op.Rename(inode, name, ((Folder) to).inode, newName));
    }

    @Override
    public void remove(FileName name) throws IOException {
      find(name);
      act(new Op.Remove(inode, name));
    }

    @Override
    public void removeDirectory(FileName name) throws IOException {
      remove(name);
    }

    @Override
    public List<FileName> names(int max) {
      synchronized (CrashDisk.this) {
        return List.copyOf(node(inode).names.keySet());
      }
    }

    @Override
    public @Nullable Closeable lock(FileName name, boolean create) throws IOException {
      int file = create ? make(name, false, 0600) : find(name);
      synchronized (CrashDisk.this) {
        return locks.add(file) ? () -> unlock(file) : null;
      }
    }

    private void unlock(int file) {
      synchronized (CrashDisk.this) {
        locks.remove(file);
      }
    }

    @Override
    public boolean syncFileSystem() {
      act(new Op.Sync(-1, true));
      return true;
    }

    @Override
    public boolean syncsAtOnce() {
      return true;
    }

    @Override
    public long usableBytes() {
      return 1L << 40;
    }
  }
}
