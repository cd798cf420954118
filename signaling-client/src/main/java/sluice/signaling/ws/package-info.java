/// The WebSocket to a relay, and the driver that turns a session's crank. Sole importer of Jetty
/// here.
@NullMarked
package sluice.signaling.ws;

import org.jspecify.annotations.NullMarked;
