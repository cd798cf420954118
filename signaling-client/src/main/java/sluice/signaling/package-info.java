/// Pairing two machines through a relay that learns nothing: `docs/protocol.md`, `docs/attacks.md`.
///
/// [Rendezvous] is the way in. One side makes a [Code], a person carries it to the other, which
/// joins by it; from [RendezvousEvent.Paired] on, both exchange opaque messages that nobody else
/// can read or change.
@NullMarked
package sluice.signaling;

import org.jspecify.annotations.NullMarked;
