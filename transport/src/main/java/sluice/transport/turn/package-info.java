/// The client's half of TURN (RFC 8656): an engine for one allocation, the frames of a stream, and the guard against
/// servers that send us in circles. Sockets are the loop's affair.
@NullMarked
package sluice.transport.turn;

import org.jspecify.annotations.NullMarked;
