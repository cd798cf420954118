/// Where paired peers find each other: rooms named by the secret and the hour, and the watch over
/// them (`docs/protocol.md`, sections 2.8 and 10). Engines.
@NullMarked
package sluice.signaling.lobby;

import org.jspecify.annotations.NullMarked;
