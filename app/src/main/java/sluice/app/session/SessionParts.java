package sluice.app.session;

import java.net.URI;
import java.util.List;

/// What a session works with.
///
/// @param iceServers named by the user
record SessionParts(
    SessionQueue queue,
    Teller teller,
    Prompter prompter,
    PeerConnector connector,
    TransferSide transfer,
    Endings.Side side,
    Verification verification,
    CodeSink codes,
    List<URI> iceServers) {
  SessionParts {
    iceServers = List.copyOf(iceServers);
  }

  /// Whether a person compares words before anything is offered.
  enum Verification {
    NONE,
    BY_THE_SENDER
  }
}
