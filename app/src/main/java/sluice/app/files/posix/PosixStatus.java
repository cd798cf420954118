package sluice.app.files.posix;

/// What `statx` says of a file.
///
/// @param mode type and permission bits
/// @param device major and minor number in one
public record PosixStatus(
    int mode, int owner, long device, long inode, long sizeBytes, long seconds, int nanos) {
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
