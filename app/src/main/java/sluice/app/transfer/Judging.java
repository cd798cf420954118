package sluice.app.transfer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which entries are wanted, in their order: by what the disk finds, the user's policy, or an answer for each.
///
/// A verdict is final when the sender hears of it. One that waits for an answer holds up those after it.
final class Judging {
  private final Manifest manifest;
  private final Bases bases;
  private final ConflictPolicy policy;
  private final Map<Integer, DestinationResult.Kind> findings = new HashMap<>();
  private final Map<Integer, DestinationCommand.Publication> answers = new HashMap<>();
  private final Map<Integer, SkipReason> skippedFolders = new HashMap<>();
  private final Set<Integer> refused = new HashSet<>();
  private final ArrayDeque<Integer> late = new ArrayDeque<>();
  private int found;
  private int judged;
  private boolean asking;
  private @Nullable Integer asked;

  Judging(Manifest manifest, Bases bases, ConflictPolicy policy) {
    this.manifest = manifest;
    this.bases = bases;
    this.policy = policy;
  }

  /// What is next in the manifest's order.
  sealed interface Verdict {
    record Wanted(int id) implements Verdict {}

    record Unwanted(int id, SkipReason reason) implements Verdict {}

    /// The policy lets nothing go on.
    record Obstacle(int id) implements Verdict {}

    /// The user is to be asked. Comes again until the answer is there.
    record Question(int id) implements Verdict {}
  }

  ConflictPolicy policy() {
    return policy;
  }

  /// Takes what the disk found.
  void found(DestinationResult.Judged more) {
    found = more.below();
    bases.found(more.bases());
    for (DestinationResult.Finding finding : more.findings()) {
      findings.put(
          finding.id(), isUndecidable(finding) ? DestinationResult.Kind.EXISTS : finding.kind());
    }
  }

  /// The bytes cannot tell where the sender does not hear of them.
  private boolean isUndecidable(DestinationResult.Finding finding) {
    return finding.kind() == DestinationResult.Kind.LIKELY
        && manifest.at(finding.id()).entry() instanceof ManifestEntry.File
        && !bases.has(finding.id());
  }

  /// Whether the disk has looked at all that was offered until now.
  boolean sawAll() {
    return found == manifest.size();
  }

  /// Entries below this id have their verdict.
  int judged() {
    return judged;
  }

  Map<Integer, DestinationResult.Kind> findings() {
    return findings;
  }

  /// The next verdict, or null while there is none.
  @Nullable Verdict next() {
    if (judged == found) {
      return null;
    }
    Verdict verdict = verdict(manifest.at(judged));
    if (verdict instanceof Verdict.Wanted && bases.holdsUp(judged)) {
      return null;
    }
    if (verdict instanceof Verdict.Wanted || verdict instanceof Verdict.Unwanted) {
      findings.remove(judged);
      refused.remove(judged);
      judged++;
    }
    return verdict;
  }

  private Verdict verdict(Placed placed) {
    int id = placed.id();
    SkipReason around = skippedFolders.get(placed.folder().id());
    if (around == null) {
      around = reason(placed, findings.get(id));
    }
    if (around != null) {
      Folder opens = placed.opens();
      if (opens != null) {
        skippedFolders.put(opens.id(), around);
      } else if (placed.entry() instanceof ManifestEntry.Leave) {
        skippedFolders.remove(placed.folder().id());
      }
      return new Verdict.Unwanted(id, around);
    }
    DestinationResult.Kind kind = findings.get(id);
    if (kind == null || kind == DestinationResult.Kind.LIKELY || answers.containsKey(id)) {
      return new Verdict.Wanted(id);
    }
    return switch (policy) {
      case ASK -> new Verdict.Question(id);
      case RENAME -> new Verdict.Wanted(id);
      case FAIL, SKIP -> new Verdict.Obstacle(id);
      case OVERWRITE ->
          kind == DestinationResult.Kind.IRREPLACEABLE
              ? new Verdict.Obstacle(id)
              : new Verdict.Wanted(id);
    };
  }

  private @Nullable SkipReason reason(Placed placed, DestinationResult.@Nullable Kind kind) {
    return switch (kind) {
      case null -> null;
      case UNSAFE_LINK -> SkipReason.UNSAFE_LINK;
      case UNSUPPORTED -> SkipReason.UNSUPPORTED;
      case IDENTICAL -> SkipReason.IDENTICAL;
      case EXISTS, IRREPLACEABLE, LIKELY ->
          policy == ConflictPolicy.SKIP || refused.contains(placed.id()) ? SkipReason.EXISTS : null;
    };
  }

  /// From now on questions may be asked.
  void mayAsk() {
    asking = true;
  }

  /// Takes one that was found at publication.
  void foundLate(int id) {
    late.add(id);
  }

  /// The entry to ask about now, or null if there is none, or one is being asked about.
  @Nullable Integer question() {
    if (!asking || asked != null) {
      return null;
    }
    asked = late.poll();
    if (asked == null
        && judged < found
        && verdict(manifest.at(judged)) instanceof Verdict.Question(int id)) {
      asked = id;
    }
    return asked;
  }

  boolean isAsking() {
    return asked != null;
  }

  /// Whether an entry was judged before, and is asked about because its name was taken since.
  boolean isLate(int id) {
    return id < judged;
  }

  /// @throws IllegalStateException if this was not asked
  void answered(int id) {
    if (asked == null || asked != id) {
      throw new IllegalStateException("entry " + id + " was not asked about");
    }
    asked = null;
  }

  boolean isReplaceable(int id) {
    return findings.get(id) != DestinationResult.Kind.IRREPLACEABLE;
  }

  /// The end because of a target that stays as it is.
  Breakdown breakdown(Placed placed) {
    return isReplaceable(placed.id()) ? Breakdown.exists(placed) : Breakdown.irreplaceable(placed);
  }

  void allow(int id, DestinationCommand.Publication publication) {
    answers.put(id, publication);
  }

  /// The user does not want it.
  void refuse(int id) {
    refused.add(id);
  }

  DestinationCommand.Publication publication(int id) {
    DestinationCommand.Publication answer = answers.remove(id);
    if (answer != null) {
      return answer;
    }
    return switch (policy) {
      case ASK, FAIL, SKIP -> DestinationCommand.Publication.NEW_ONLY;
      case RENAME -> DestinationCommand.Publication.RENAME;
      case OVERWRITE -> DestinationCommand.Publication.REPLACE;
    };
  }
}
