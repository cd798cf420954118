package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ModificationTime;

/// A directory held open. Every name is one component and is looked up in this very directory, wherever its path now
/// leads, and without following a link.
///
/// The place where a test may stand between us and the disk.
interface Directory extends Attributed, Closeable {
  /// Whether a name was published in one step, or the file system made us take two.
  enum Publication {
    ATOMIC,
    /// An empty file stood under the name for a moment.
    IN_TWO_STEPS
  }

  /// The system's path of this directory when it was opened, for people and for results.
  FileName path();

  /// Makes a file that was not there.
  ///
  /// @param mode permission bits, less the umask
  OpenFile create(FileName name, int mode) throws IOException;

  /// Lets us read and write a regular file of ours in it, whatever mode it has been given.
  void makeOurs(FileName name) throws IOException;

  /// Opens a file in it for reading and writing, without following a link.
  OpenFile openForWriting(FileName name) throws IOException;

  /// Opens a file in it or in a directory beneath, for reading, without following any link. Does not wait for the
  /// writer of a pipe.
  ///
  /// @param path components with separators between them
  OpenFile openFile(FileName path) throws IOException;

  void makeSymlink(FileName target, FileName name) throws IOException;

  FileName readLink(FileName name) throws IOException;

  /// Sets what a symlink itself keeps.
  ///
  /// @param owner null to leave it
  void setLinkAttributes(
      FileName name, @Nullable ModificationTime modified, Attributes.@Nullable Owner owner)
      throws IOException;

  /// A further name for a file of this directory.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if it is taken
  void link(FileName name, Directory to, FileName newName) throws IOException;

  /// Extended attributes of a name in it, links not followed.
  List<Attributes.ExtendedAttribute> extended(FileName name) throws IOException;

  /// Makes a directory that was not there and that is only ours.
  void makePrivate(FileName name) throws IOException;

  Directory open(FileName name) throws IOException;

  FileStatus status() throws IOException;

  /// Of a name in it, links not followed; null where there is none.
  @Nullable FileStatus status(FileName name) throws IOException;

  /// Gives a file of this directory its final name in another on the same file system, if that is free.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if it is taken; nothing has changed then
  Publication publish(FileName name, Directory to, FileName newName) throws IOException;

  /// As {@link #publish}, but takes the place of what has the name.
  void replace(FileName name, Directory to, FileName newName) throws IOException;

  void remove(FileName name) throws IOException;

  void removeDirectory(FileName name) throws IOException;

  /// At most `max` of its names.
  List<FileName> names(int max) throws IOException;

  /// Takes the system's lock on a file in it, for as long as the result is open or this process lives; null where
  /// another process has it.
  ///
  /// @param create whether to make the file; it must not be there then
  @Nullable Closeable lock(FileName name, boolean create) throws IOException;

  /// Brings the names in it to the disk.
  void sync() throws IOException;

  /// Brings everything on its file system to the disk; false where the system has no such call, and nothing was done.
  boolean syncFileSystem() throws IOException;

  /// Whether {@link #syncFileSystem} does anything.
  boolean syncsAtOnce();

  /// Bytes that we may still write here.
  long usableBytes() throws IOException;
}
