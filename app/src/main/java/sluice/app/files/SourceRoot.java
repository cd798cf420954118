package sluice.app.files;

import sluice.app.transfer.FileName;

/// Something that the user named.
///
/// @param path as named
/// @param name what it is offered as
record SourceRoot(FileName path, FileName name, FileStatus.Kind kind) {}
