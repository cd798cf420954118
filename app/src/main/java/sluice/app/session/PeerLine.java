package sluice.app.session;

import java.time.Duration;
import java.util.Optional;
import sluice.signaling.Rendezvous;

/// How a session between paired peers runs, whatever it does.
///
/// @param rendezvous posts its events to the session's queue
/// @param silence after which nobody is there any more; nothing for ever
record PeerLine(
    Rendezvous rendezvous, Meeting meeting, PeerConnector connector, Optional<Duration> silence) {}
