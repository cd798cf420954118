package sluice.app.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.FileName;

/// The sender's half of a comparison, from the top down: a directory that is the same is passed, one that differs is
/// followed by the directories in it. Level by level, many in a message, so that depth costs round trips and breadth
/// does not.
final class TreeComparison {
  /// Messages without an answer.
  static final int MAX_UNANSWERED = 16;

  /// Directories in one comparison: those beyond are offered without having been compared.
  static final int MAX_PROBES = SyncCodec.MAX_PROBES;

  private record Waiting(DirectoryNode node, FileName path, int parent) {}

  private final DirectoryNode root;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final ArrayDeque<List<Waiting>> unanswered = new ArrayDeque<>();
  private final ArrayDeque<Integer> firstNumbers = new ArrayDeque<>();
  private final Set<FileName> same = new HashSet<>();
  private final Set<DirectoryNode> sameAtTop = new HashSet<>();
  private boolean allSame;
  private int probed;

  TreeComparison(DirectoryNode root) {
    this.root = root;
    waiting.add(new Waiting(root, FileName.of(""), SyncCodec.NO_PARENT));
  }

  /// The next message, or null while there is none.
  SyncMessage.@Nullable Probes poll() {
    if (waiting.isEmpty() || unanswered.size() == MAX_UNANSWERED) {
      return null;
    }
    List<Waiting> asked = new ArrayList<>();
    List<SyncMessage.Probe> probes = new ArrayList<>();
    int bytes = SyncCodec.AROUND_PROBES;
    while (!waiting.isEmpty() && probes.size() < SyncCodec.MAX_PROBES_IN_MESSAGE) {
      Waiting next = waiting.element();
      int more = SyncCodec.probeBytes(next.node().name());
      if (bytes + more > SyncCodec.MESSAGE_BYTES) {
        break;
      }
      bytes += more;
      waiting.remove();
      asked.add(next);
      probes.add(new SyncMessage.Probe(next.parent(), next.node().name(), next.node().digest()));
    }
    firstNumbers.add(probed);
    probed += probes.size();
    unanswered.add(asked);
    return new SyncMessage.Probes(probes);
  }

  /// Takes the answer to the oldest message without one.
  ///
  /// @return false if it fits none
  boolean answered(List<Verdict> verdicts) {
    List<Waiting> asked = unanswered.poll();
    Integer first = firstNumbers.poll();
    if (asked == null || first == null || asked.size() != verdicts.size()) {
      return false;
    }
    for (int i = 0; i < asked.size(); i++) {
      Waiting one = asked.get(i);
      switch (verdicts.get(i)) {
        case SAME -> {
          if (one.node().digest() == null) {
            return false;
          }
          take(one);
        }
        case DIFFERENT -> follow(one, first + i);
        case ABSENT -> {}
      }
    }
    return true;
  }

  private void take(Waiting one) {
    if (one.node() == root) {
      allSame = true;
      return;
    }
    same.add(one.path());
    if (one.parent() == 0) {
      sameAtTop.add(one.node());
    }
  }

  private void follow(Waiting differs, int number) {
    for (DirectoryNode child : differs.node().children()) {
      if (probed + waiting.size() >= MAX_PROBES) {
        return;
      }
      waiting.add(new Waiting(child, join(differs.path(), child.name()), number));
    }
  }

  boolean isDone() {
    return waiting.isEmpty() && unanswered.isEmpty();
  }

  /// Paths of the directories that need not be offered, from the root on.
  Set<FileName> same() {
    return same;
  }

  SyncMessage.Next next() {
    return allSame || root.isNothingWithout(sameAtTop)
        ? SyncMessage.Next.NOTHING
        : SyncMessage.Next.TRANSFER;
  }

  static FileName join(FileName directory, FileName name) {
    if (directory.length() == 0) {
      return name;
    }
    byte[] front = directory.bytes();
    byte[] back = name.bytes();
    byte[] joined = new byte[front.length + 1 + back.length];
    System.arraycopy(front, 0, joined, 0, front.length);
    joined[front.length] = '/';
    System.arraycopy(back, 0, joined, front.length + 1, back.length);
    return FileName.ofBytes(joined);
  }
}
