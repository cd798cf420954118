/// Whole runs of the program behind real NATs: what the scripts of `app/src/lab` do by hand, in part.
@NullMarked
package sluice.lab;

import org.jspecify.annotations.NullMarked;
