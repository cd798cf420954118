package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Folder;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;

/// Judges offered entries against the rules and against what stands at the target. Changes nothing.
final class EntryJudge implements Closeable {
  private final DestinationTree tree;
  private final Set<Integer> merged = new HashSet<>();
  private @Nullable FolderCache existing;
  private boolean begun;

  EntryJudge(DestinationTree tree) {
    this.tree = tree;
  }

  DestinationResult.Judged judge(List<Placed> entries) throws DiskFailure {
    List<DestinationResult.Finding> findings = new ArrayList<>();
    for (Placed placed : entries) {
      try {
        DestinationResult.Kind kind = judge(placed);
        if (kind != null) {
          findings.add(new DestinationResult.Finding(placed.id(), kind));
        }
      } catch (IOException e) {
        throw DiskFailure.of(e, placed.id(), placed.path().display());
      }
    }
    return new DestinationResult.Judged(entries.getLast().id() + 1, findings);
  }

  private DestinationResult.@Nullable Kind judge(Placed placed) throws IOException, DiskFailure {
    if (placed.entry() instanceof ManifestEntry.Leave) {
      if (merged.remove(placed.folder().id())) {
        folders().forget(placed.folder());
      }
      return null;
    }
    requireGoodName(placed);
    if (!begun) {
      begun = true;
      Directory root = tree.openIfThere();
      existing = root == null ? null : new FolderCache(root, tree::name);
    }
    if (placed.entry() instanceof ManifestEntry.Symlink link && !tree.allowsLink(placed, link)) {
      return DestinationResult.Kind.UNSAFE_LINK;
    }
    Folder folder = placed.folder();
    if (existing == null || !(folder.isRoot() || merged.contains(folder.id()))) {
      return null;
    }
    return look(folders().open(folder), placed);
  }

  private FolderCache folders() {
    FolderCache open = existing;
    if (open == null) {
      throw new IllegalStateException("there is no target yet");
    }
    return open;
  }

  private DestinationResult.@Nullable Kind look(Directory directory, Placed placed)
      throws IOException {
    FileStatus status = directory.status(tree.finalName(placed));
    if (status == null) {
      return null;
    }
    Folder opens = placed.opens();
    if (opens != null && status.kind() == FileStatus.Kind.DIRECTORY) {
      merged.add(opens.id());
      return null;
    }
    return opens == null && DestinationTree.isReplaceable(status)
        ? DestinationResult.Kind.EXISTS
        : DestinationResult.Kind.IRREPLACEABLE;
  }

  private void requireGoodName(Placed placed) throws IOException, DiskFailure {
    FileName name = placed.entry().name();
    String objection = PathGuard.objection(name, tree.rules());
    if (objection != null) {
      throw new DiskFailure(
          ErrorCode.UNSAFE_NAME,
          placed.id(),
          "the name \"" + placed.path() + "\" " + objection + ".");
    }
    if (placed.folder().isRoot() && name.isHidden() && tree.refusesDotfile(placed.id())) {
      throw new DiskFailure(
          ErrorCode.DOTFILE,
          placed.id(),
          name + " would be a dotfile in the home directory; --allow-dotfiles accepts it.");
    }
  }

  @Override
  public void close() throws IOException {
    FolderCache open = existing;
    if (open != null) {
      open.close();
      open.root().close();
    }
  }
}
