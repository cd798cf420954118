/// Packing what shrinks, where that makes a transfer faster. The only place that knows zstd.
@NullMarked
package sluice.app.compression;

import org.jspecify.annotations.NullMarked;
