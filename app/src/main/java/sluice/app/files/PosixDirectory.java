package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.files.posix.Posix;
import sluice.app.files.posix.PosixException;
import sluice.app.files.posix.PosixMetadata;
import sluice.app.files.posix.PosixStatus;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ModificationTime;

/// A directory on Linux, by its descriptor.
final class PosixDirectory implements Directory {
  private static final int PRIVATE_MODE = 0700;
  private static final int LOCK_MODE = 0600;

  private final FileName path;

  /// -1 once closed: the system gives the old number to another file soon.
  private volatile int descriptor;

  private PosixDirectory(FileName path, int descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /// Opens a path of the user's own, following links.
  static PosixDirectory at(FileName path) throws IOException {
    return new PosixDirectory(path, Posix.open(path.bytes(), Posix.READ | Posix.DIRECTORY));
  }

  @Override
  public FileName path() {
    return path;
  }

  @Override
  public OpenFile create(FileName name, int mode) throws IOException {
    return new PosixFile(
        Posix.openBeneath(descriptor, name.bytes(), Posix.READ_WRITE | Posix.CREATE_NEW, mode));
  }

  @Override
  public void makeOurs(FileName name) throws IOException {
    Path file = Path.of("/proc/self/fd/" + descriptor, name.display());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Override
  public OpenFile openForWriting(FileName name) throws IOException {
    return new PosixFile(Posix.openBeneath(descriptor, name.bytes(), Posix.READ_WRITE, 0));
  }

  @Override
  public OpenFile openFile(FileName name) throws IOException {
    return new PosixFile(
        Posix.openBeneath(descriptor, name.bytes(), Posix.READ | Posix.NON_BLOCKING, 0));
  }

  @Override
  public void makeSymlink(FileName target, FileName name) throws IOException {
    PosixMetadata.makeSymlink(target.bytes(), descriptor, name.bytes());
  }

  @Override
  public FileName readLink(FileName name) throws IOException {
    return FileName.ofBytes(PosixMetadata.readLink(descriptor, name.bytes()));
  }

  @Override
  public void setLinkAttributes(
      FileName name, @Nullable ModificationTime modified, Attributes.@Nullable Owner owner)
      throws IOException {
    if (owner != null) {
      PosixMetadata.setLinkOwner(descriptor, name.bytes(), owner.uid(), owner.gid());
    }
    if (modified != null) {
      PosixMetadata.setLinkModified(descriptor, name.bytes(), modified.seconds(), modified.nanos());
    }
  }

  @Override
  public void link(FileName name, Directory to, FileName newName) throws IOException {
    try {
      Posix.link(descriptor, name.bytes(), ((PosixDirectory) to).descriptor, newName.bytes());
    } catch (PosixException e) {
      if (e.errno() == PosixException.EEXIST) {
        throw taken(newName);
      }
      throw e;
    }
  }

  @Override
  public List<Attributes.ExtendedAttribute> extended(FileName name) throws IOException {
    byte[] full = Paths.join(FileName.ofBytes(byDescriptor()), name).bytes();
    List<Attributes.ExtendedAttribute> found = new ArrayList<>();
    for (byte[] attribute : PosixMetadata.extendedNames(full)) {
      byte[] value = PosixMetadata.extended(full, attribute);
      if (value != null) {
        found.add(new Attributes.ExtendedAttribute(FileName.ofBytes(attribute), value));
      }
    }
    return found;
  }

  @Override
  public void setModified(ModificationTime modified) throws IOException {
    Posix.setModified(descriptor, modified.seconds(), modified.nanos());
  }

  @Override
  public void setMode(int mode) throws IOException {
    PosixMetadata.setMode(descriptor, mode);
  }

  @Override
  public void setOwner(long user, long group) throws IOException {
    PosixMetadata.setOwner(descriptor, user, group);
  }

  @Override
  public void setExtended(FileName name, byte[] value) throws IOException {
    PosixMetadata.setExtended(descriptor, name.bytes(), value);
  }

  @Override
  public boolean syncsAtOnce() {
    return true;
  }

  @Override
  public boolean syncFileSystem() throws IOException {
    PosixMetadata.syncFileSystem(descriptor);
    return true;
  }

  @Override
  public void makePrivate(FileName name) throws IOException {
    Posix.makeDirectory(descriptor, name.bytes(), PRIVATE_MODE);
  }

  @Override
  public Directory open(FileName name) throws IOException {
    int opened = Posix.openBeneath(descriptor, name.bytes(), Posix.READ | Posix.DIRECTORY, 0);
    return new PosixDirectory(Paths.join(path, name), opened);
  }

  @Override
  public FileStatus status() throws IOException {
    return translate(Posix.status(descriptor));
  }

  @Override
  public @Nullable FileStatus status(FileName name) throws IOException {
    try {
      return translate(Posix.status(descriptor, name.bytes()));
    } catch (PosixException e) {
      if (e.errno() == PosixException.ENOENT) {
        return null;
      }
      throw e;
    }
  }

  static FileStatus translate(PosixStatus status) {
    FileStatus.Kind kind = FileStatus.Kind.OTHER;
    if (status.isRegular()) {
      kind = FileStatus.Kind.REGULAR;
    } else if (status.isDirectory()) {
      kind = FileStatus.Kind.DIRECTORY;
    } else if (status.isSymbolicLink()) {
      kind = FileStatus.Kind.SYMBOLIC_LINK;
    }
    boolean onlyOurs = status.owner() == Posix.effectiveUser() && (status.mode() & 077) == 0;
    return new FileStatus(
        kind,
        status.sizeBytes(),
        new ModificationTime(status.seconds(), status.nanos()),
        status.mode() & 0777,
        onlyOurs,
        List.of(status.device(), status.inode()),
        status.links(),
        status.allocatedBytes(),
        Integer.toUnsignedLong(status.owner()),
        Integer.toUnsignedLong(status.group()),
        new ModificationTime(status.changedSeconds(), status.changedNanos()));
  }

  @Override
  public Publication publish(FileName name, Directory to, FileName newName) throws IOException {
    int target = ((PosixDirectory) to).descriptor;
    try {
      Posix.renameNew(descriptor, name.bytes(), target, newName.bytes());
      return Publication.ATOMIC;
    } catch (PosixException e) {
      if (e.errno() == PosixException.EEXIST) {
        throw taken(newName);
      }
      if (e.errno() != PosixException.EINVAL && e.errno() != PosixException.ENOSYS) {
        throw e;
      }
      return publishByLink(name, target, newName);
    }
  }

  /// For file systems that cannot rename without replacing.
  Publication publishByLink(FileName name, int target, FileName newName) throws IOException {
    try {
      Posix.link(descriptor, name.bytes(), target, newName.bytes());
      Posix.remove(descriptor, name.bytes());
      return Publication.ATOMIC;
    } catch (PosixException e) {
      return switch (e.errno()) {
        case PosixException.EEXIST -> throw taken(newName);
        case PosixException.EPERM,
            PosixException.EOPNOTSUPP,
            PosixException.ENOSYS,
            PosixException.EMLINK,
            PosixException.EACCES ->
            publishByPlaceholder(name, target, newName);
        default -> throw e;
      };
    }
  }

  /// For file systems that have no links either: an empty file takes the name, so that nothing can be replaced but it.
  Publication publishByPlaceholder(FileName name, int target, FileName newName) throws IOException {
    try {
      Posix.close(
          Posix.openBeneath(
              target, newName.bytes(), Posix.READ_WRITE | Posix.CREATE_NEW, LOCK_MODE));
    } catch (PosixException e) {
      if (e.errno() == PosixException.EEXIST) {
        throw taken(newName);
      }
      throw e;
    }
    Posix.rename(descriptor, name.bytes(), target, newName.bytes());
    return Publication.IN_TWO_STEPS;
  }

  int descriptor() {
    return descriptor;
  }

  private static FileAlreadyExistsException taken(FileName name) {
    return new FileAlreadyExistsException(name.display());
  }

  @Override
  public void replace(FileName name, Directory to, FileName newName) throws IOException {
    Posix.rename(descriptor, name.bytes(), ((PosixDirectory) to).descriptor, newName.bytes());
  }

  @Override
  public void remove(FileName name) throws IOException {
    Posix.remove(descriptor, name.bytes());
  }

  @Override
  public void removeDirectory(FileName name) throws IOException {
    Posix.removeDirectory(descriptor, name.bytes());
  }

  @Override
  public List<FileName> names(int max) throws IOException {
    List<FileName> names = new ArrayList<>();
    for (byte[] name : Posix.names(byDescriptor(), max)) {
      names.add(FileName.ofBytes(name));
    }
    return names;
  }

  @Override
  public @Nullable Closeable lock(FileName name, boolean create) throws IOException {
    int flags = Posix.READ_WRITE | (create ? Posix.CREATE_NEW : 0);
    PosixFile file = new PosixFile(Posix.openBeneath(descriptor, name.bytes(), flags, LOCK_MODE));
    if (file.tryLock()) {
      return file;
    }
    file.close();
    return null;
  }

  @Override
  public void sync() throws IOException {
    Posix.sync(descriptor);
  }

  @Override
  public long usableBytes() throws IOException {
    return Files.getFileStore(Path.of("/proc/self/fd/" + descriptor)).getUsableSpace();
  }

  /// A path that leads to this directory whatever becomes of its name.
  private byte[] byDescriptor() {
    return FileName.of("/proc/self/fd/" + descriptor).bytes();
  }

  @Override
  public void close() throws IOException {
    int closing = descriptor;
    descriptor = -1;
    if (closing >= 0) {
      Posix.close(closing);
    }
  }
}
