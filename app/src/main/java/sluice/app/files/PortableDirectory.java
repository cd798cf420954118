package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.ModificationTime;

/// A directory where only the JDK is at hand: by its path, so that whoever may rename the user's directories can lead
/// it elsewhere. Links are not followed in the last component.
final class PortableDirectory implements Directory {
  private final Path path;

  private PortableDirectory(Path path) {
    this.path = path;
  }

  /// Opens a path of the user's own, following links.
  static PortableDirectory at(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      // Throws where there is nothing at all.
      path.getFileSystem().provider().checkAccess(path);
      throw new NotDirectoryException(path.toString());
    }
    return new PortableDirectory(path);
  }

  @Override
  public FileName path() {
    return FileName.of(path.toString());
  }

  private Path resolve(FileName name) throws IOException {
    String text = name.text();
    if (text == null) {
      throw new FileSystemException(name.display(), null, "this system takes only Unicode names");
    }
    return path.resolve(text);
  }

  @Override
  public OpenFile create(FileName name, int mode) throws IOException {
    Path file = resolve(name);
    Set<OpenOption> options =
        Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    return new PortableFile(file, FileChannel.open(file, options, attributes(mode)));
  }

  private FileAttribute<?>[] attributes(int mode) throws IOException {
    if (mode == ManifestEntry.NO_MODE
        || !Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class)) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PortableAttributes.permissions(mode))
    };
  }

  @Override
  public void makeOurs(FileName name) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(resolve(name), PortableAttributes.permissions(0600));
    }
  }

  @Override
  public OpenFile openForWriting(FileName name) throws IOException {
    Path file = resolve(name);
    Set<OpenOption> options =
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    return new PortableFile(file, FileChannel.open(file, options));
  }

  @Override
  public OpenFile openFile(FileName name) throws IOException {
    Path file = resolve(name);
    for (Path above = file.getParent();
        above != null && !above.equals(path);
        above = above.getParent()) {
      if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(name.display(), null, "not beneath a directory");
      }
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      file.getFileSystem().provider().checkAccess(file);
      throw new FileSystemException(name.display(), null, "not a regular file");
    }
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    return new PortableFile(file, FileChannel.open(file, options));
  }

  @Override
  public void makeSymlink(FileName target, FileName name) throws IOException {
    String text = target.text();
    if (text == null) {
      throw new FileSystemException(name.display(), null, "this system takes only Unicode names");
    }
    try {
      Files.createSymbolicLink(resolve(name), Path.of(text));
    } catch (UnsupportedOperationException e) {
      throw new FileSystemException(name.display(), null, "there are no symbolic links here");
    }
  }

  @Override
  public FileName readLink(FileName name) throws IOException {
    return FileName.of(Files.readSymbolicLink(resolve(name)).toString());
  }

  /// The JDK cannot set what a link itself keeps.
  @Override
  public void setLinkAttributes(
      FileName name, @Nullable ModificationTime modified, Attributes.@Nullable Owner owner) {}

  @Override
  public void link(FileName name, Directory to, FileName newName) throws IOException {
    try {
      Files.createLink(((PortableDirectory) to).resolve(newName), resolve(name));
    } catch (UnsupportedOperationException e) {
      throw new FileSystemException(name.display(), null, "there are no hard links here");
    }
  }

  @Override
  public List<Attributes.ExtendedAttribute> extended(FileName name) {
    return List.of();
  }

  @Override
  public void setModified(ModificationTime modified) throws IOException {
    new PortableAttributes(path).setModified(modified);
  }

  @Override
  public void setMode(int mode) throws IOException {
    new PortableAttributes(path).setMode(mode);
  }

  @Override
  public void setOwner(long user, long group) throws IOException {
    new PortableAttributes(path).setOwner(user, group);
  }

  @Override
  public void setExtended(FileName name, byte[] value) throws IOException {
    new PortableAttributes(path).setExtended(name, value);
  }

  @Override
  public boolean syncsAtOnce() {
    return false;
  }

  @Override
  public boolean syncFileSystem() {
    return false;
  }

  @Override
  public void makePrivate(FileName name) throws IOException {
    Files.createDirectory(resolve(name), attributes(0700));
  }

  @Override
  public Directory open(FileName name) throws IOException {
    Path opened = resolve(name);
    if (!Files.isDirectory(opened, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(name.display(), null, "not a directory");
    }
    return new PortableDirectory(opened);
  }

  @Override
  public FileStatus status() throws IOException {
    return translate(path);
  }

  @Override
  public @Nullable FileStatus status(FileName name) throws IOException {
    try {
      return translate(resolve(name));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  static FileStatus translate(Path file) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    BasicFileAttributes attributes =
        view == null
            ? Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            : view.readAttributes();
    int permissions = ManifestEntry.NO_MODE;
    boolean onlyOurs = true;
    if (view != null) {
      permissions = bits(view.readAttributes().permissions());
      String us = System.getProperty("user.name", "");
      onlyOurs = (permissions & 077) == 0 && view.getOwner().getName().equals(us);
    }
    Instant modified = attributes.lastModifiedTime().toInstant();
    Object key = attributes.fileKey();
    return new FileStatus(
        kind(attributes),
        attributes.size(),
        new ModificationTime(modified.getEpochSecond(), modified.getNano()),
        permissions,
        onlyOurs,
        key == null ? file : key,
        1,
        Long.MAX_VALUE,
        -1,
        -1,
        null);
  }

  private static FileStatus.Kind kind(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return FileStatus.Kind.REGULAR;
    }
    if (attributes.isDirectory()) {
      return FileStatus.Kind.DIRECTORY;
    }
    return attributes.isSymbolicLink() ? FileStatus.Kind.SYMBOLIC_LINK : FileStatus.Kind.OTHER;
  }

  private static int bits(Set<PosixFilePermission> permissions) {
    int bits = 0;
    for (PosixFilePermission permission : permissions) {
      bits |= 0400 >> permission.ordinal();
    }
    return bits;
  }

  @Override
  public Publication publish(FileName name, Directory to, FileName newName) throws IOException {
    Path file = resolve(name);
    Path target = ((PortableDirectory) to).resolve(newName);
    try {
      Files.createLink(target, file);
      Files.delete(file);
      return Publication.ATOMIC;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // No links here: an empty file takes the name, so that nothing can be replaced but it.
      Files.createFile(target);
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      return Publication.IN_TWO_STEPS;
    }
  }

  @Override
  public void replace(FileName name, Directory to, FileName newName) throws IOException {
    Path target = ((PortableDirectory) to).resolve(newName);
    Files.move(resolve(name), target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void remove(FileName name) throws IOException {
    Files.delete(resolve(name));
  }

  @Override
  public void removeDirectory(FileName name) throws IOException {
    Files.delete(resolve(name));
  }

  @Override
  public List<FileName> names(int max) throws IOException {
    List<FileName> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
      for (Path entry : stream) {
        Path name = entry.getFileName();
        if (name != null && names.size() < max) {
          names.add(FileName.of(name.toString()));
        }
      }
    }
    return names;
  }

  @Override
  public @Nullable Closeable lock(FileName name, boolean create) throws IOException {
    Path file = resolve(name);
    FileChannel channel =
        create
            ? FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
            : FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      return null;
    }
    channel.close();
    return null;
  }

  /// Directories cannot be synced through the JDK everywhere; where they cannot, the system is trusted.
  @Override
  public void sync() throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public long usableBytes() throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }

  @Override
  public void close() {}
}
