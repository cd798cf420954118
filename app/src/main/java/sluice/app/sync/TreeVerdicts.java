package sluice.app.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.FileName;

/// The receiver's half of a comparison: looks the sender's directories up in its own tree. Names from the sender lead
/// nowhere but into that tree.
final class TreeVerdicts {
  private record Followed(DirectoryNode node, @Nullable Followed parent) {
    FileName path() {
      return parent == null ? node.name() : TreeComparison.join(parent.path(), node.name());
    }
  }

  private final DirectoryNode root;

  /// By their numbers; null for those that are not to be followed.
  private final List<@Nullable Followed> numbered = new ArrayList<>();

  private final Map<FileName, Long> same = new HashMap<>();

  TreeVerdicts(DirectoryNode root) {
    this.root = root;
  }

  /// The answer, or null where the message breaks a rule.
  SyncMessage.@Nullable Verdicts judge(List<SyncMessage.Probe> probes) {
    if (numbered.size() + probes.size() > SyncCodec.MAX_PROBES) {
      return null;
    }
    // What this message names lies in directories that were answered before it.
    int known = numbered.size();
    List<Verdict> verdicts = new ArrayList<>();
    for (SyncMessage.Probe probe : probes) {
      if (probe.parent() == SyncCodec.NO_PARENT) {
        if (!numbered.isEmpty() || probe.name().length() != 0) {
          return null;
        }
        verdicts.add(judge(probe, root, null));
        continue;
      }
      Followed parent = probe.parent() < known ? numbered.get(probe.parent()) : null;
      if (parent == null) {
        return null;
      }
      DirectoryNode mine = parent.node().child(probe.name());
      if (mine != null && !mine.probe()) {
        return null;
      }
      verdicts.add(judge(probe, mine, parent));
    }
    return new SyncMessage.Verdicts(verdicts);
  }

  private Verdict judge(
      SyncMessage.Probe probe, @Nullable DirectoryNode mine, @Nullable Followed parent) {
    if (mine == null) {
      numbered.add(null);
      return Verdict.ABSENT;
    }
    byte[] digest = probe.digest();
    if (digest != null && Arrays.equals(digest, mine.digest())) {
      numbered.add(null);
      same.put(new Followed(mine, parent).path(), mine.entries());
      return Verdict.SAME;
    }
    numbered.add(new Followed(mine, parent));
    return Verdict.DIFFERENT;
  }

  /// Paths of the directories that are the same, from the root on (which is the empty path), and how many entries lie
  /// in each.
  Map<FileName, Long> same() {
    return same;
  }
}
