/// Snapshots: what they are called, what their manifests say, and which of them are kept (`docs/snapshots.md`). No disk,
/// no clock, no thread.
@NullMarked
package sluice.app.snapshots;

import org.jspecify.annotations.NullMarked;
