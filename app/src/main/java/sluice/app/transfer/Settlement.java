package sluice.app.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the receiver says became of entries, at the sender: `skip` and `stored`.
final class Settlement {
  private final Manifest manifest;
  private final SendProgress progress;
  private final Map<Integer, byte[]> sha256 = new HashMap<>();

  Settlement(Manifest manifest, SendProgress progress) {
    this.manifest = manifest;
    this.progress = progress;
  }

  /// Remembers what a file's SHA-256 is until the file is stored.
  void keep(int id, byte[] hash) {
    if (!manifest.isSettled(id)) {
      sha256.put(id, hash);
    }
  }

  /// @return what to tell
  List<TransferEvent> skipped(ControlMessage.Skip skip) throws MalformedMessageException {
    List<TransferEvent> events = new ArrayList<>();
    for (IdRange range : skip.ranges()) {
      if (range.last() >= manifest.size()) {
        throw new MalformedMessageException("an entry was named that was never offered");
      }
      for (int id = Math.max(range.first(), manifest.base()); id <= range.last(); id++) {
        Placed skipped = progress.skipped(id);
        sha256.remove(id);
        if (skipped != null && !(skipped.entry() instanceof ManifestEntry.Leave)) {
          events.add(new TransferEvent.Skipped(skipped, skip.reason()));
          if (skip.reason().isProblem()) {
            SourceProblem problem = SourceProblem.notTaken(skipped.path(), skip.reason());
            events.add(new TransferEvent.Problem(progress.problem(problem)));
          }
        }
      }
    }
    return events;
  }

  /// @return what to tell
  List<TransferEvent> stored(ControlMessage.Stored stored) throws MalformedMessageException {
    List<TransferEvent> events = new ArrayList<>();
    Map<Integer, FileName> names = new HashMap<>();
    stored.renamed().forEach(renamed -> names.put(renamed.id(), renamed.name()));
    for (IdRange range : stored.ranges()) {
      for (int id = range.first(); id <= range.last(); id++) {
        Placed placed = progress.stored(id);
        FileName name = names.getOrDefault(id, placed.entry().name());
        byte[] hash = sha256.remove(id);
        if (!(placed.entry() instanceof ManifestEntry.Leave)) {
          events.add(new TransferEvent.Saved(placed, placed.folder().path(name), hash));
        }
      }
    }
    return events;
  }
}
