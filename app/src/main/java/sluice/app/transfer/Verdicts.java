package sluice.app.transfer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the sender what is wanted, in the order of the manifest: `skip`, then `judged`.
final class Verdicts {
  private final Manifest manifest;
  private final Judging judging;
  private final Bases bases;
  private final ReceiveLedger ledger;
  private final ReceiveOutbox out;
  private final List<IdRange> skipped = new ArrayList<>();
  private SkipReason reason = SkipReason.EXISTS;

  Verdicts(
      Manifest manifest, Judging judging, Bases bases, ReceiveLedger ledger, ReceiveOutbox out) {
    this.bases = bases;
    this.manifest = manifest;
    this.judging = judging;
    this.ledger = ledger;
    this.out = out;
  }

  /// Passes on as far as there are verdicts.
  ///
  /// @return the entry because of which nothing goes on, or null
  @Nullable Integer pass() {
    int before = judging.judged();
    Integer obstacle = null;
    boolean going = true;
    while (going) {
      switch (judging.next()) {
        case null -> going = false;
        case Judging.Verdict.Wanted(int id) -> bases.wanted(id);
        case Judging.Verdict.Unwanted(int id, SkipReason why) -> {
          bases.unwanted(id);
          skip(id, why);
        }
        case Judging.Verdict.Obstacle(int id) -> {
          obstacle = id;
          going = false;
        }
        case Judging.Verdict.Question _ -> going = false;
      }
    }
    saySkipped();
    if (judging.judged() > before) {
      out.say(new ControlMessage.Judged(judging.judged()));
    }
    return obstacle;
  }

  private void skip(int id, SkipReason why) {
    if (why != reason || skipped.size() == Limits.ENTRIES_IN_MESSAGE) {
      saySkipped();
      reason = why;
    }
    IdRange last = skipped.isEmpty() ? null : skipped.getLast();
    if (last != null && last.last() + 1 == id) {
      skipped.set(skipped.size() - 1, new IdRange(last.first(), id));
    } else {
      skipped.add(IdRange.of(id));
    }
    Placed placed = manifest.at(id);
    ledger.skipped(id);
    if (placed.entry() instanceof ManifestEntry.Leave) {
      return;
    }
    out.tell(new TransferEvent.Skipped(placed, why));
    if (why.isProblem()) {
      SourceProblem problem = SourceProblem.notTaken(placed.path(), why);
      out.tell(new TransferEvent.Problem(ledger.problem(problem)));
    }
  }

  private void saySkipped() {
    if (!skipped.isEmpty()) {
      out.say(new ControlMessage.Skip(List.copyOf(skipped), reason));
      skipped.clear();
    }
  }
}
