/// The messages between a client and a relay, shared by both: `docs/protocol.md`, section 2.
///
/// Records for the messages, one codec with strict limits. Nothing here knows what a payload holds.
@NullMarked
package sluice.signaling.wire;

import org.jspecify.annotations.NullMarked;
