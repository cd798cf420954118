package sluice.app.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings what the walk finds into messages, as far as the receiver's credit goes. The walk is asked for no more than
/// can be offered.
final class ManifestSender {
  /// Room for what a message has around its entries.
  private static final int MESSAGE_BYTES = Limits.CONTROL_BYTES - 64;

  private final Manifest manifest;
  private final ArrayDeque<ManifestEntry> found = new ArrayDeque<>();
  private boolean walking;
  private boolean walked;
  private long bytes;

  /// What to do next.
  sealed interface Step {
    record Walk(int max) implements Step {}

    record Offer(List<Placed> placed, boolean last) implements Step {}
  }

  ManifestSender(Manifest manifest) {
    this.manifest = manifest;
  }

  void walked(SourceResult.Walked more) {
    walking = false;
    walked = more.last();
    found.addAll(more.entries());
  }

  boolean isWalking() {
    return walking;
  }

  /// Sizes of all that was offered until now.
  long bytes() {
    return bytes;
  }

  /// @param granted how many entries the receiver takes, from the first one on
  @Nullable Step poll(int granted) throws MalformedMessageException {
    if (manifest.isComplete() || walking) {
      return null;
    }
    if (!found.isEmpty() || walked) {
      return offer();
    }
    int room = Math.min(granted - manifest.size(), manifest.room());
    if (room <= 0) {
      return null;
    }
    walking = true;
    return new Step.Walk(Math.min(room, Limits.ENTRIES_IN_MESSAGE));
  }

  private Step offer() throws MalformedMessageException {
    List<Placed> placed = new ArrayList<>();
    int length = 0;
    while (!found.isEmpty()) {
      int more = EntryWriter.maxBytes(found.element());
      if (!placed.isEmpty() && length + more > MESSAGE_BYTES) {
        break;
      }
      length += more;
      bytes += Math.max(0, found.element().sizeBytes());
      placed.add(manifest.add(found.remove()));
    }
    boolean last = walked && found.isEmpty();
    if (last) {
      manifest.complete();
    }
    return new Step.Offer(placed, last);
  }
}
