package sluice.app.files;

import sluice.app.transfer.FileName;

/// Something that the user named.
///
/// @param path as named
/// @param name what it is offered as; empty for a directory of which only the contents are offered
record SourceRoot(FileName path, FileName name, FileStatus.Kind kind) {
  boolean isContents() {
    return name.length() == 0;
  }
}
