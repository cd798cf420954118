package sluice.app.files;

import sluice.app.transfer.ModificationTime;

/// What a file system says of a file.
///
/// @param permissions the nine bits, or -1 where there are none
/// @param onlyOurs whether it is owned by who we are, and no one else may do anything with it
/// @param identity equal only for the same file on the same file system
record FileStatus(
    Kind kind,
    long sizeBytes,
    ModificationTime modified,
    int permissions,
    boolean onlyOurs,
    Object identity) {
  enum Kind {
    REGULAR,
    DIRECTORY,
    SYMBOLIC_LINK,
    OTHER
  }
}
