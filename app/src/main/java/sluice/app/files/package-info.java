/// The disk's side of a transfer: what is read and offered, where received files go, and the threads that do this work
/// for the engines of `sluice.app.transfer`.
@NullMarked
package sluice.app.files;

import org.jspecify.annotations.NullMarked;
