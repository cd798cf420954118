/// The thread that owns all engines of one connection and turns their cranks.
@NullMarked
package sluice.transport.loop;

import org.jspecify.annotations.NullMarked;
