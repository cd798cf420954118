/// STUN messages (RFC 8489), read and written: what ICE, TURN and questions to STUN servers have in common.
@NullMarked
package sluice.transport.stun;

import org.jspecify.annotations.NullMarked;
