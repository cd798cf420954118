/// The program `sluice`: its entry point and its exit codes.
@NullMarked
package sluice.app;

import org.jspecify.annotations.NullMarked;
