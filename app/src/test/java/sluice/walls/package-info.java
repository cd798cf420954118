/// The walls of ARCHITECTURE.md, held by tests over the classes of every module.
@NullMarked
package sluice.walls;

import org.jspecify.annotations.NullMarked;
