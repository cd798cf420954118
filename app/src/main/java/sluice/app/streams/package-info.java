/// What streams come from and go to: standard input and output, commands, the clipboard, a text. They
/// take the place of the disk at the engines of `sluice.app.transfer`.
@NullMarked
package sluice.app.streams;

import org.jspecify.annotations.NullMarked;
