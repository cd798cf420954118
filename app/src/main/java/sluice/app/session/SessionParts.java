package sluice.app.session;

import sluice.transport.PeerOptions;

/// What a session works with.
///
/// @param peer how the connection is to be; its ICE servers are those that the user named
record SessionParts(
    SessionQueue queue,
    Teller teller,
    Prompter prompter,
    PeerConnector connector,
    TransferSide transfer,
    Endings.Side side,
    Verification verification,
    CodeSink codes,
    PeerOptions peer) {

  /// Whether a person compares words before anything is offered.
  enum Verification {
    NONE,
    BY_THE_SENDER
  }
}
