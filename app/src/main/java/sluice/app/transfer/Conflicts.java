package sluice.app.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is done about targets that exist: by the user's policy, or by an answer for each.
final class Conflicts {
  private final ConflictPolicy policy;
  private final Map<Integer, DestinationCommand.Publication> answers = new HashMap<>();
  private final ArrayDeque<Integer> questions = new ArrayDeque<>();
  private final List<Integer> skips = new ArrayList<>();
  private final Set<Integer> irreplaceable = new HashSet<>();
  private @Nullable Integer asked;

  Conflicts(ConflictPolicy policy) {
    this.policy = policy;
  }

  ConflictPolicy policy() {
    return policy;
  }

  /// The file because of which the policy lets nothing begin, or null.
  @Nullable Integer obstacle(DestinationResult.Planned planned) {
    List<Integer> obstacles =
        switch (policy) {
          case FAIL -> planned.conflicts();
          case OVERWRITE -> planned.irreplaceable();
          case ASK, SKIP, RENAME -> List.of();
        };
    return obstacles.isEmpty() ? null : obstacles.getFirst();
  }

  /// Takes what the disk found before anything was accepted.
  void found(DestinationResult.Planned planned) {
    irreplaceable.addAll(planned.irreplaceable());
    switch (policy) {
      case ASK -> questions.addAll(planned.conflicts());
      case SKIP -> skips.addAll(planned.conflicts());
      case FAIL, RENAME, OVERWRITE -> {}
    }
  }

  /// Takes one that was found at publication.
  void foundLate(int id) {
    questions.add(id);
  }

  /// The next file to ask about, or null if there is none, or one is being asked about.
  @Nullable Integer nextQuestion() {
    if (asked != null) {
      return null;
    }
    asked = questions.poll();
    return asked;
  }

  boolean isAsking() {
    return asked != null || !questions.isEmpty();
  }

  /// @throws IllegalStateException if this was not asked
  void answered(int id) {
    if (asked == null || asked != id) {
      throw new IllegalStateException("file " + id + " was not asked about");
    }
    asked = null;
  }

  boolean isReplaceable(int id) {
    return !irreplaceable.contains(id);
  }

  /// The end because of a target that stays as it is.
  Breakdown breakdown(ManifestEntry entry) {
    return isReplaceable(entry.id()) ? Breakdown.exists(entry) : Breakdown.irreplaceable(entry);
  }

  void allow(int id, DestinationCommand.Publication publication) {
    answers.put(id, publication);
  }

  void skip(int id) {
    skips.add(id);
  }

  /// What is not wanted, as far as it is known before `accept`.
  List<Integer> skips() {
    return skips;
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
