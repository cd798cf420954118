/// Paired peers: their names, secrets and grants, and what they ask of each other (`app/docs/peers.md`).
@NullMarked
package sluice.app.peers;

import org.jspecify.annotations.NullMarked;
