package sluice.app.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Base;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Folder;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;

/// Judges offered entries against the rules, against what stands at the target, and against what earlier runs have
/// left. Changes nothing.
final class EntryJudge {
  private final DestinationTree tree;
  private final BaseFiles bases;
  private final AttributeSetter attributes;
  private final byte[] boot;
  private final Set<Integer> merged = new HashSet<>();

  /// Files that were found identical and of which more names come.
  private final Map<Integer, Object> identities = new HashMap<>();

  /// Those of them whose bytes have to tell.
  private final Set<Integer> untrusted = new HashSet<>();

  private final List<DestinationResult.Finding> findings = new ArrayList<>();
  private final List<DestinationResult.Found> found = new ArrayList<>();
  private @Nullable FolderCache existing;
  private @Nullable Leftovers leftovers;
  private boolean begun;

  /// @param boot of the machine
  EntryJudge(DestinationTree tree, BaseFiles bases, byte[] boot) {
    this.tree = tree;
    this.bases = bases;
    this.boot = boot;
    this.attributes = new AttributeSetter(tree.options(), warning -> {});
  }

  DestinationResult.Judged judge(List<Placed> entries) throws DiskFailure {
    findings.clear();
    found.clear();
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
    return new DestinationResult.Judged(entries.getLast().id() + 1, findings, found);
  }

  /// What earlier runs have left, or null where there is no target yet.
  @Nullable Leftovers leftovers() {
    return leftovers;
  }

  private DestinationResult.@Nullable Kind judge(Placed placed) throws IOException, DiskFailure {
    if (placed.entry() instanceof ManifestEntry.Leave) {
      if (merged.remove(placed.folder().id())) {
        folders().forget(placed.folder());
      }
      return null;
    }
    requireGoodName(placed);
    begin();
    if (leftovers != null && placed.folder().isRoot()) {
      leftovers.claim(tree.finalName(placed));
    }
    if (placed.entry() instanceof ManifestEntry.Symlink link && !tree.allowsLink(placed, link)) {
      return DestinationResult.Kind.UNSAFE_LINK;
    }
    Folder folder = placed.folder();
    DestinationResult.Kind kind = null;
    if (existing != null && (folder.isRoot() || merged.contains(folder.id()))) {
      kind = look(folders().open(folder), placed);
    }
    if (kind != DestinationResult.Kind.IDENTICAL) {
      findPart(placed);
    }
    return kind;
  }

  private void begin() throws IOException, DiskFailure {
    if (begun) {
      return;
    }
    begun = true;
    Directory root = tree.openIfThere();
    if (root != null) {
      existing = new FolderCache(root, tree::name);
      if (tree.options().leftovers() == DestinationOptions.Leftovers.RESUME) {
        leftovers = Leftovers.look(root, boot);
      }
    }
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
    FileName name = tree.finalName(placed);
    FileStatus status = directory.status(name);
    if (status == null) {
      return null;
    }
    Folder opens = placed.opens();
    if (opens != null && status.kind() == FileStatus.Kind.DIRECTORY) {
      merged.add(opens.id());
      return null;
    }
    if (opens != null || !DestinationTree.isReplaceable(status)) {
      return DestinationResult.Kind.IRREPLACEABLE;
    }
    return switch (sameness(directory, placed, name, status)) {
      case SAME -> identical(placed, status);
      case UNTRUSTED -> {
        if (!mayTell()) {
          yield DestinationResult.Kind.EXISTS;
        }
        findOld(placed, name, Sameness.UNTRUSTED, status);
        if (remember(placed, status)) {
          untrusted.add(placed.id());
        }
        yield DestinationResult.Kind.LIKELY;
      }
      case DIFFERENT -> different(directory, placed, status);
    };
  }

  private Sameness sameness(Directory directory, Placed placed, FileName name, FileStatus status)
      throws IOException {
    return switch (placed.entry()) {
      case ManifestEntry.File file ->
          Sameness.of(
              status, file, attributes.owner(file.attributes()), tree.options().comparison());
      case ManifestEntry.Symlink link ->
          status.kind() == FileStatus.Kind.SYMBOLIC_LINK
                  && directory.readLink(name).equals(link.target())
              ? Sameness.SAME
              : Sameness.DIFFERENT;
      case ManifestEntry.HardLink link -> {
        if (!status.identity().equals(identities.get(link.original()))) {
          yield Sameness.DIFFERENT;
        }
        yield untrusted.contains(link.original()) ? Sameness.UNTRUSTED : Sameness.SAME;
      }
      case ManifestEntry.Directory _,
          ManifestEntry.Leave _,
          ManifestEntry.Stream _,
          ManifestEntry.Text _ ->
          Sameness.DIFFERENT;
    };
  }

  private DestinationResult.Kind identical(Placed placed, FileStatus status) {
    if (remember(placed, status)) {
      tree.standing(placed);
    }
    return DestinationResult.Kind.IDENTICAL;
  }

  /// Hard links to it may follow.
  private boolean remember(Placed placed, FileStatus status) {
    boolean is =
        placed.entry() instanceof ManifestEntry.File file
            && file.furtherNames() > 0
            && identities.size() < EntryPublisher.MOST_ORIGINALS;
    if (is) {
      identities.put(placed.id(), status.identity());
    }
    return is;
  }

  /// An interrupted run may have stored it under another name.
  private DestinationResult.Kind different(Directory directory, Placed placed, FileStatus status)
      throws IOException {
    FileName other = leftovers == null ? null : leftovers.named(placed.path());
    FileStatus there = other == null ? null : directory.status(other);
    if (other != null && there != null && placed.entry() instanceof ManifestEntry.File file) {
      Sameness sameness =
          Sameness.of(
              there, file, attributes.owner(file.attributes()), tree.options().comparison());
      if (sameness == Sameness.SAME) {
        return DestinationResult.Kind.IDENTICAL;
      }
      if (sameness == Sameness.UNTRUSTED && mayTell()) {
        findOld(placed, other, sameness, there);
        return DestinationResult.Kind.LIKELY;
      }
    }
    findOld(placed, tree.finalName(placed), Sameness.DIFFERENT, status);
    return DestinationResult.Kind.EXISTS;
  }

  private boolean mayTell() {
    return tree.options().leftovers() != DestinationOptions.Leftovers.UNTOLD;
  }

  /// What stands at the target may have most of the bytes that are to come.
  private void findOld(Placed placed, FileName name, Sameness sameness, FileStatus status) {
    if (!mayTell()
        || !(placed.entry() instanceof ManifestEntry.File)
        || status.kind() != FileStatus.Kind.REGULAR
        || (sameness == Sameness.DIFFERENT && status.sizeBytes() < PartDirectory.LEAST_BYTES)) {
      return;
    }
    found.add(new DestinationResult.Found(placed.id(), Base.OLD, status.sizeBytes()));
    bases.found(
        placed.id(),
        () -> BaseFile.ofOld(folders().open(placed.folder()).openFile(name), sameness));
  }

  /// Where a part of the very file is there, that is the better thing to go on from.
  private void findPart(Placed placed) {
    Leftovers.KeptPart part =
        leftovers == null || !(placed.entry() instanceof ManifestEntry.File)
            ? null
            : leftovers.part(placed);
    if (part != null) {
      found.removeIf(other -> other.id() == placed.id());
      found.add(new DestinationResult.Found(placed.id(), Base.PART, part.bytes()));
      bases.found(placed.id(), () -> BaseFile.ofPart(part));
    }
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

  void close(DestinationCommand.Leaving how) throws IOException {
    FolderCache open = existing;
    if (open != null) {
      Directory root = open.root();
      try (root;
          open) {
        if (leftovers != null) {
          leftovers.close(how);
        }
      }
    }
  }
}
