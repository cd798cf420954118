package sluice.app.session;

import sluice.transport.PeerConnection;
import sluice.transport.PeerListener;
import sluice.transport.PeerOptions;

/// Makes the connection; tests bring one that lives in memory.
@FunctionalInterface
interface PeerConnector {
  PeerConnection open(PeerOptions options, PeerListener listener);
}
