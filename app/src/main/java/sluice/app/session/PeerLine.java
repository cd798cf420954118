package sluice.app.session;

import sluice.signaling.Rendezvous;

/// How a session between paired peers runs, whatever it does.
///
/// @param rendezvous posts its events to the session's queue
record PeerLine(Rendezvous rendezvous, Meeting meeting, PeerConnector connector) {}
