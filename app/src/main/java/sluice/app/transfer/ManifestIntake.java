package sluice.app.transfer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the sender's manifest, entry by entry, within credit, and hands it to the disk to be judged.
final class ManifestIntake {
  /// Entries are granted anew when so many came free.
  private static final int GRANT_STEP = Limits.ENTRY_WINDOW / 16;

  private final Manifest manifest;
  private final ReceiveOutbox out;
  private final OfferedBytes offered;
  private final List<Placed> first = new ArrayList<>();
  private Features features = Features.NONE;
  private ControlMessage.@Nullable Offer offer;
  private int granted;

  ManifestIntake(Manifest manifest, ReceiveOutbox out) {
    this.manifest = manifest;
    this.out = out;
    this.offered = new OfferedBytes(manifest);
  }

  void greeted(Features inForce) {
    features = inForce;
  }

  void offered(ControlMessage.Offer announced) throws MalformedMessageException {
    if (offer != null) {
      throw new MalformedMessageException("a second offer");
    }
    offer = announced;
  }

  void counted(Totals totals) throws MalformedMessageException {
    if (offer == null || totals.entries() < 1 || totals.entries() > Limits.ENTRIES) {
      throw new MalformedMessageException("an offer of " + totals.entries() + " entries");
    }
    offered.counted(totals);
    out.disk(new DestinationCommand.Weigh(totals));
  }

  void add(ControlMessage.Entries more) throws MalformedMessageException {
    if (offer == null || manifest.isComplete()) {
      throw new MalformedMessageException("entries without an offer");
    }
    if (manifest.size() + more.entries().size() > granted) {
      throw new MalformedMessageException("more entries than were granted");
    }
    List<Placed> placed = new ArrayList<>();
    for (ManifestEntry entry : more.entries()) {
      if (!features.allow(entry)) {
        throw new MalformedMessageException("an entry of a type that was not agreed on");
      }
      placed.add(manifest.add(entry));
      offered.add(Math.max(0, entry.sizeBytes()));
    }
    if (more.last()) {
      manifest.complete();
      if (manifest.size() == 0) {
        throw new MalformedMessageException("an offer of nothing");
      }
    }
    for (int i = 0; i < placed.size() && first.size() < Limits.ENTRY_WINDOW; i++) {
      first.add(placed.get(i));
    }
    if (!placed.isEmpty()) {
      out.disk(new DestinationCommand.Judge(placed));
    }
  }

  /// Whether the sender has offered all, or all that it may.
  boolean isWaiting() {
    return manifest.isComplete() || manifest.size() == granted;
  }

  boolean owesGrant() {
    return !manifest.isComplete() && manifest.base() + Limits.ENTRY_WINDOW - granted >= GRANT_STEP;
  }

  /// Entries that the sender may have sent.
  int grant() {
    granted = Math.max(granted, manifest.base() + Limits.ENTRY_WINDOW);
    return granted;
  }

  boolean sha256Announced() {
    return offer != null && offer.sha256();
  }

  OfferedBytes offered() {
    return offered;
  }

  @Nullable Totals totals() {
    return offered.totals();
  }

  /// What came first; no more than there can be under way.
  List<Placed> first() {
    return first;
  }
}
