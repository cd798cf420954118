package sluice.app.files.posix;

/// What `statx` says of a file.
///
/// @param mode type and permission bits
/// @param links how many names it has
/// @param device major and minor number in one
/// @param allocatedBytes what it takes on the disk
/// @param seconds of its modification time
/// @param changedSeconds of when the system last changed anything of it, which nobody else can set
public record PosixStatus(
    int mode,
    int owner,
    int group,
    int links,
    long device,
    long inode,
    long sizeBytes,
    long allocatedBytes,
    long seconds,
    int nanos,
    long changedSeconds,
    int changedNanos) {
  private static final int TYPE = 0170000;

  public boolean isRegular() {
    return (mode & TYPE) == 0100000;
  }

  public boolean isDirectory() {
    return (mode & TYPE) == 0040000;
  }

  public boolean isSymbolicLink() {
    return (mode & TYPE) == 0120000;
  }
}
