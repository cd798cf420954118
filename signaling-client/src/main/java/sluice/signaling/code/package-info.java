/// The text of a code: word list, reading, completion. `docs/protocol.md`, section 1.
@NullMarked
package sluice.signaling.code;

import org.jspecify.annotations.NullMarked;
