package sluice.app.sync;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.FileName;

/// A directory of one side's tree, with the directories in it and its digest.
public final class DirectoryNode {
  private final FileName name;
  private final byte[] digest;
  private final List<DirectoryNode> children;
  private final long others;
  private final long entries;
  private boolean comparable;
  private boolean probed;

  /// @param children the directories in it, in ascending order of names
  /// @param others how many entries it holds that are no directories
  public DirectoryNode(FileName name, byte[] digest, List<DirectoryNode> children, long others) {
    this.name = name;
    this.digest = digest.clone();
    this.children = List.copyOf(children);
    this.others = others;
    this.entries = others + this.children.stream().mapToLong(child -> 1 + child.entries).sum();
    this.comparable = this.children.stream().allMatch(child -> child.comparable);
  }

  /// Whether it was not asked about before: once is all that a comparison needs.
  boolean probe() {
    boolean first = !probed;
    probed = true;
    return first;
  }

  public FileName name() {
    return name;
  }

  /// The digest, for that of the directory that it lies in.
  public byte[] contents() {
    return digest.clone();
  }

  /// Null where equal digests would not mean that there is nothing to do.
  byte @Nullable [] digest() {
    return comparable ? digest : null;
  }

  List<DirectoryNode> children() {
    return children;
  }

  /// Everything beneath it.
  public long entries() {
    return entries;
  }

  /// Digests do not see everything that is in it: a file that has further names in this tree, something that could not
  /// be read. What it lies in is then not comparable either: call {@link #settle} on the root afterwards.
  public void distrust() {
    comparable = false;
  }

  /// Digests see less than what is wanted of this tree.
  public void distrustAll() {
    comparable = false;
    children.forEach(DirectoryNode::distrustAll);
  }

  /// Passes on what was distrusted to what it lies in.
  public void settle() {
    for (DirectoryNode child : children) {
      child.settle();
      comparable &= child.comparable;
    }
  }

  @Nullable DirectoryNode child(FileName wanted) {
    int low = 0;
    int high = children.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = children.get(middle).name.compareBytes(wanted);
      if (order == 0) {
        return children.get(middle);
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return null;
  }

  /// Whether a manifest without these directories would be empty.
  ///
  /// @param same children of this one
  boolean isNothingWithout(Set<DirectoryNode> same) {
    return others == 0 && same.containsAll(children);
  }
}
