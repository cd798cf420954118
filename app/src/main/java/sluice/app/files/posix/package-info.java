/// What Linux offers for files and Java does not: names as bytes, opening beneath a directory without following links,
/// renaming without replacing. The only user of the foreign function interface in this module. Plain calls, nothing
/// decided here.
@NullMarked
package sluice.app.files.posix;

import org.jspecify.annotations.NullMarked;
