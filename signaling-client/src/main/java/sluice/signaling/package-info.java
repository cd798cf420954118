/// Pairing two machines through a relay that learns nothing.
@NullMarked
package sluice.signaling;

import org.jspecify.annotations.NullMarked;
