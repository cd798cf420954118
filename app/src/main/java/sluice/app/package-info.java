/// The `sluice` program.
@NullMarked
package sluice.app;

import org.jspecify.annotations.NullMarked;
