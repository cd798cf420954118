package sluice.app.transfer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers the sender's manifest, entry by entry, within credit, and checks its sums.
final class ManifestIntake {
  private final List<ManifestEntry> entries = new ArrayList<>();
  private ControlMessage.@Nullable Offer offer;
  private int granted = Limits.ENTRY_WINDOW;
  private long totalBytes;
  private boolean complete;

  void offered(ControlMessage.Offer announced) throws MalformedMessageException {
    if (offer != null) {
      throw new MalformedMessageException("a second offer");
    }
    if (announced.files() < 1 || announced.files() > Limits.ENTRIES) {
      throw new MalformedMessageException("an offer of " + announced.files() + " files");
    }
    offer = announced;
  }

  void add(ControlMessage.Entries more) throws MalformedMessageException {
    ControlMessage.Offer announced = offer;
    if (announced == null || complete) {
      throw new MalformedMessageException("entries without an offer");
    }
    if (entries.size() + more.entries().size() > granted) {
      throw new MalformedMessageException("more entries than were granted");
    }
    for (ManifestEntry entry : more.entries()) {
      add(entry, announced);
    }
    complete = more.last();
    if (complete && (entries.size() != announced.files() || totalBytes != announced.bytes())) {
      throw new MalformedMessageException("the entries are not what the offer announced");
    }
  }

  private void add(ManifestEntry entry, ControlMessage.Offer announced)
      throws MalformedMessageException {
    if (entry.id() != entries.size()) {
      throw new MalformedMessageException("entries are not numbered from 0 without gaps");
    }
    if (!(entry instanceof ManifestEntry.File file)
        || file.layout() != ManifestEntry.Layout.WHOLE
        || file.furtherNames() != 0) {
      throw new MalformedMessageException("an entry of a type that was not agreed on");
    }
    totalBytes += entry.sizeBytes();
    if (entries.size() == announced.files() || totalBytes > announced.bytes()) {
      throw new MalformedMessageException("more than the offer announced");
    }
    entries.add(entry);
  }

  /// Entries that the sender may have sent, or 0 if the last grant still suffices.
  int newGrant() {
    if (complete || granted - entries.size() > Limits.ENTRY_WINDOW / 2) {
      return 0;
    }
    granted = entries.size() + Limits.ENTRY_WINDOW;
    return granted;
  }

  int granted() {
    return granted;
  }

  boolean isComplete() {
    return complete;
  }

  boolean sha256Announced() {
    return offer != null && offer.sha256();
  }

  List<ManifestEntry> entries() {
    return entries;
  }

  long totalBytes() {
    return totalBytes;
  }
}
