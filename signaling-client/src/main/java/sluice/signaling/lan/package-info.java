/// Finding the maker of a code on this network and on this machine: `docs/protocol.md`, section 8.
@NullMarked
package sluice.signaling.lan;

import org.jspecify.annotations.NullMarked;
