/// The transfer protocol's two engines and their messages, as `docs/file-transfer.md` specifies them. Sans-IO: no
/// thread, file, socket or clock; the disk's work goes out as commands and comes back as results.
@NullMarked
package sluice.app.transfer;

import org.jspecify.annotations.NullMarked;
