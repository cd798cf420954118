package sluice.app.transfer;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A directory of the manifest, known by the ids that lie in it; the {@link #ROOT} is what everything is stored into.
public final class Folder {
  /// Where the top level lies.
  public static final Folder ROOT = new Folder();

  private static final int ROOT_ID = -1;

  private final int id;
  private final @Nullable Folder parent;
  private final FileName name;
  private final int depth;
  private final int pathBytes;

  private Folder() {
    this.id = ROOT_ID;
    this.parent = null;
    this.name = FileName.of("");
    this.depth = 0;
    this.pathBytes = 0;
  }

  Folder(ManifestEntry.Directory entry, Folder parent) {
    this.id = entry.id();
    this.parent = parent;
    this.name = entry.name();
    this.depth = parent.depth + 1;
    this.pathBytes = parent.pathBytes + entry.name().length() + 1;
  }

  /// Of the entry that opened it; -1 for the root.
  public int id() {
    return id;
  }

  /// What it lies in; null for the root.
  public @Nullable Folder parent() {
    return parent;
  }

  /// As offered.
  public FileName name() {
    return name;
  }

  /// 0 for the root.
  public int depth() {
    return depth;
  }

  public boolean isRoot() {
    return parent == null;
  }

  /// Bytes of its path with a separator at the end; 0 for the root.
  int pathBytes() {
    return pathBytes;
  }

  /// The path of something in it, from the top level on, as offered.
  public FileName path(FileName last) {
    if (parent == null) {
      return last;
    }
    Deque<Folder> chain = new ArrayDeque<>();
    for (Folder at = this; at != null && !at.isRoot(); at = at.parent) {
      chain.push(at);
    }
    ByteArrayOutputStream path = new ByteArrayOutputStream(pathBytes + last.length());
    for (Folder folder : chain) {
      path.writeBytes(folder.name.bytes());
      path.write('/');
    }
    path.writeBytes(last.bytes());
    return FileName.ofBytes(path.toByteArray());
  }
}
