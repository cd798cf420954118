package sluice.app.session;

import java.util.Optional;
import sluice.app.peers.PeerName;
import sluice.signaling.Code;
import sluice.signaling.CodeChoice;

/// What a pairing for good is to be like.
///
/// @param code the other side's; nothing to make one
/// @param choice which code is made where none is given
/// @param name what the other machine is called here; nothing to ask the person
public record PairOrder(
    Optional<Code> code,
    CodeChoice choice,
    Optional<PeerName> name,
    Reach reach,
    Novelty novelty,
    Meeting meeting) {
  /// Whether the name may be in use.
  public enum Novelty {
    /// It has to be new.
    NEW,
    /// Who has it is paired anew, and keeps its grants if it is the same installation.
    REPLACING
  }

  /// Where the two are to find each other.
  public enum Reach {
    /// Through a relay.
    RELAY,
    /// On this network alone, where there is no relay.
    THIS_NETWORK_TOO
  }
}
