package sluice.app.session;

import sluice.app.peers.Peer;
import sluice.app.peers.PeerRequest;

/// What the coming side wants of a paired peer.
///
/// @param request what it asks
/// @param task what it does itself when that is granted
/// @param meeting how the connection is to be; its relay counts where the peer has none
public record PeerCall(Peer peer, PeerRequest request, Task task, Meeting meeting) {}
