/// The rendezvous point: rooms as an engine without I/O, and the WebSocket server around it.
@NullMarked
package sluice.app.relay;

import org.jspecify.annotations.NullMarked;
