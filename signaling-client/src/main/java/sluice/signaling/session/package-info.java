/// The session of two ends through a relay, as an engine: `docs/protocol.md`, sections 2.3 and 3 to 6.
///
/// [Session] is driven from outside: told of connections, messages and time, it is polled for what
/// to do. It knows no thread, socket or clock.
@NullMarked
package sluice.signaling.session;

import org.jspecify.annotations.NullMarked;
