package sluice.app.session;

import java.util.Optional;
import java.util.Set;
import sluice.app.transfer.ConflictPolicy;
import sluice.signaling.Code;

/// What a receiver is to do.
///
/// @param code nothing to ask the person for it
/// @param conflicts what happens where the target exists
public record ReceiveOrder(
    Optional<Code> code,
    Target target,
    Consent consent,
    ConflictPolicy conflicts,
    Set<Extra> extras,
    Meeting meeting) {
  /// Who decides on the offer.
  public enum Consent {
    ASK,
    GIVEN,
    /// Nobody: the offer is shown, and left unanswered.
    REHEARSAL
  }

  /// What is done beside receiving.
  public enum Extra {
    /// Ask for the SHA-256 of each file and show it.
    SHA256,
    /// Put a text that comes into the clipboard too.
    CLIP
  }

  public ReceiveOrder {
    extras = Set.copyOf(extras);
  }
}
