/// What a sync does beside a transfer (`docs/sync.md`): it compares directories by digests before, and judges deletions
/// after. Engines, without disk, clock or thread.
@NullMarked
package sluice.app.sync;

import org.jspecify.annotations.NullMarked;
