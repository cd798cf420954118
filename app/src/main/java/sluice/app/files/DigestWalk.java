package sluice.app.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.app.sync.DirectoryDigest;
import sluice.app.sync.DirectoryNode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Limits;

/// Reads a tree for a comparison by digests (`docs/sync.md`). What cannot be read, and what a manifest could not say,
/// makes the directory that it lies in incomparable: the transfer meets it again and tells it.
final class DigestWalk {
  private static final int MAX_NAMES = 10_000_000;

  /// Files with further names that are remembered.
  private static final int MAX_LINKED = 1_000_000;

  /// Whose tree it is.
  enum Side {
    /// Files with several names in it must be offered together.
    SENDER,
    /// Names of our own are none of its contents.
    RECEIVER
  }

  private final IgnoreRules excluded;
  private final Side side;
  private final Map<Object, Frame> linked = new HashMap<>();
  private final Set<Frame> distrusted = new HashSet<>();
  private boolean tooManyLinked;

  /// A directory that is being read.
  private static final class Frame {
    final DirectoryDigest digest = new DirectoryDigest();
    final List<DirectoryNode> children = new ArrayList<>();
    long others;
  }

  DigestWalk(IgnoreRules excluded, Side side) {
    this.excluded = excluded;
    this.side = side;
  }

  /// @throws IOException only if the root cannot be read
  DirectoryNode walk(Directory root) throws IOException {
    Map<Frame, DirectoryNode> nodes = new HashMap<>();
    Frame frame = new Frame();
    read(root, NameList.of(root.names(MAX_NAMES)), FileName.of(""), frame, nodes, 0);
    DirectoryNode top = node(FileName.of(""), frame, nodes);
    for (Frame doubtful : distrusted) {
      DirectoryNode node = nodes.get(doubtful);
      if (node != null) {
        node.distrust();
      }
    }
    if (tooManyLinked) {
      top.distrust();
    }
    top.settle();
    return top;
  }

  private static DirectoryNode node(FileName name, Frame frame, Map<Frame, DirectoryNode> nodes) {
    DirectoryNode node =
        new DirectoryNode(name, frame.digest.finish(), frame.children, frame.others);
    nodes.put(frame, node);
    return node;
  }

  private void read(
      Directory directory,
      NameList names,
      FileName path,
      Frame frame,
      Map<Frame, DirectoryNode> nodes,
      int depth) {
    for (int i = 0; i < names.size(); i++) {
      FileName name = names.at(i);
      if (PathGuard.isOurs(name)) {
        continue;
      }
      FileName full = path.length() == 0 ? name : Paths.join(path, name);
      try {
        FileStatus status = directory.status(name);
        if (status != null && !excluded.excludes(full, status.kind())) {
          take(directory, name, full, status, frame, nodes, depth);
        }
      } catch (IOException e) {
        doubt(frame);
      }
    }
  }

  /// There is something in it of which digests know nothing.
  private void doubt(Frame frame) {
    frame.others++;
    distrusted.add(frame);
  }

  private void take(
      Directory directory,
      FileName name,
      FileName path,
      FileStatus status,
      Frame frame,
      Map<Frame, DirectoryNode> nodes,
      int depth)
      throws IOException {
    if (PathGuard.objection(name, PathGuard.Rules.BYTES) != null
        || path.length() > Limits.PATH_BYTES
        || depth + 1 >= Limits.DEPTH) {
      doubt(frame);
      return;
    }
    switch (status.kind()) {
      case REGULAR -> {
        frame.others++;
        frame.digest.file(name, status.permissions(), status.modified(), status.sizeBytes());
        if (status.links() > 1 && side == Side.SENDER) {
          link(status, frame);
        }
      }
      case SYMBOLIC_LINK -> {
        frame.others++;
        frame.digest.symlink(name, status.modified(), directory.readLink(name));
      }
      case DIRECTORY -> {
        Frame inner = new Frame();
        FileStatus entered = status;
        try (Directory opened = directory.open(name)) {
          entered = opened.status();
          read(opened, NameList.of(opened.names(MAX_NAMES)), path, inner, nodes, depth + 1);
        } catch (IOException e) {
          distrusted.add(inner);
        }
        DirectoryNode node = node(name, inner, nodes);
        frame.children.add(node);
        frame.digest.directory(name, entered.permissions(), entered.modified(), node.contents());
      }
      case OTHER -> doubt(frame);
    }
  }

  private void link(FileStatus status, Frame frame) {
    if (linked.size() >= MAX_LINKED) {
      tooManyLinked = true;
      return;
    }
    Frame first = linked.putIfAbsent(status.identity(), frame);
    if (first != null) {
      distrusted.add(first);
      distrusted.add(frame);
    }
  }
}
