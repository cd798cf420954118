package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.Extent;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ModificationTime;

/// A directory whose calls fail from a given one on, or only that one; and which knows what is still open.
final class FaultyDirectory implements Directory {
  /// Shared by all that is opened through one directory.
  static final class Faults {
    private final int failing;
    private final boolean lasting;
    private final AtomicInteger calls = new AtomicInteger();
    final Map<Object, String> open = new ConcurrentHashMap<>();

    /// @param failing the number of the call that fails, from 0
    Faults(int failing, boolean lasting) {
      this.failing = failing;
      this.lasting = lasting;
    }

    void call(String what) throws IOException {
      int number = calls.getAndIncrement();
      if (number == failing || (lasting && number > failing)) {
        throw new IOException("injected into " + what);
      }
    }

    boolean hasFailed() {
      return calls.get() > failing;
    }
  }

  private final Directory real;
  private final Faults faults;

  FaultyDirectory(Directory real, Faults faults) {
    this.real = real;
    this.faults = faults;
    faults.open.put(this, "directory " + real.path());
  }

  private static Directory bare(Directory directory) {
    return directory instanceof FaultyDirectory faulty ? faulty.real : directory;
  }

  @Override
  public FileName path() {
    return real.path();
  }

  @Override
  public OpenFile create(FileName name, int mode) throws IOException {
    faults.call("create");
    return new FaultyFile(real.create(name, mode), name);
  }

  @Override
  public void makeOurs(FileName name) throws IOException {
    faults.call("makeOurs");
    real.makeOurs(name);
  }

  @Override
  public OpenFile openForWriting(FileName name) throws IOException {
    faults.call("openForWriting");
    return new FaultyFile(real.openForWriting(name), name);
  }

  @Override
  public OpenFile openFile(FileName name) throws IOException {
    faults.call("openFile");
    return new FaultyFile(real.openFile(name), name);
  }

  @Override
  public void makeSymlink(FileName target, FileName name) throws IOException {
    faults.call("makeSymlink");
    real.makeSymlink(target, name);
  }

  @Override
  public FileName readLink(FileName name) throws IOException {
    faults.call("readLink");
    return real.readLink(name);
  }

  @Override
  public void setLinkAttributes(
      FileName name, @Nullable ModificationTime modified, Attributes.@Nullable Owner owner)
      throws IOException {
    faults.call("setLinkAttributes");
    real.setLinkAttributes(name, modified, owner);
  }

  @Override
  public void link(FileName name, Directory to, FileName newName) throws IOException {
    faults.call("link");
    real.link(name, bare(to), newName);
  }

  @Override
  public List<Attributes.ExtendedAttribute> extended(FileName name) throws IOException {
    faults.call("extended");
    return real.extended(name);
  }

  @Override
  public boolean syncFileSystem() throws IOException {
    faults.call("syncFileSystem");
    return real.syncFileSystem();
  }

  @Override
  public boolean syncsAtOnce() {
    return real.syncsAtOnce();
  }

  @Override
  public void setModified(ModificationTime modified) throws IOException {
    faults.call("setModified of a directory");
    real.setModified(modified);
  }

  @Override
  public void setMode(int mode) throws IOException {
    faults.call("setMode of a directory");
    real.setMode(mode);
  }

  @Override
  public void setOwner(long user, long group) throws IOException {
    faults.call("setOwner of a directory");
    real.setOwner(user, group);
  }

  @Override
  public void setExtended(FileName name, byte[] value) throws IOException {
    faults.call("setExtended of a directory");
    real.setExtended(name, value);
  }

  @Override
  public void makePrivate(FileName name) throws IOException {
    faults.call("makePrivate");
    real.makePrivate(name);
  }

  @Override
  public Directory open(FileName name) throws IOException {
    faults.call("open");
    return new FaultyDirectory(real.open(name), faults);
  }

  @Override
  public FileStatus status() throws IOException {
    faults.call("status");
    return real.status();
  }

  @Override
  public @Nullable FileStatus status(FileName name) throws IOException {
    faults.call("status of a name");
    return real.status(name);
  }

  @Override
  public Publication publish(FileName name, Directory to, FileName newName) throws IOException {
    faults.call("publish");
    return real.publish(name, bare(to), newName);
  }

  @Override
  public void replace(FileName name, Directory to, FileName newName) throws IOException {
    faults.call("replace");
    real.replace(name, bare(to), newName);
  }

  @Override
  public void remove(FileName name) throws IOException {
    faults.call("remove");
    real.remove(name);
  }

  @Override
  public void removeDirectory(FileName name) throws IOException {
    faults.call("removeDirectory");
    real.removeDirectory(name);
  }

  @Override
  public List<FileName> names(int max) throws IOException {
    faults.call("names");
    return real.names(max);
  }

  @Override
  public @Nullable Closeable lock(FileName name, boolean create) throws IOException {
    faults.call("lock");
    return real.lock(name, create);
  }

  @Override
  public void sync() throws IOException {
    faults.call("sync");
    real.sync();
  }

  @Override
  public long usableBytes() throws IOException {
    faults.call("usableBytes");
    return real.usableBytes();
  }

  @Override
  public void close() throws IOException {
    faults.open.remove(this);
    real.close();
  }

  private final class FaultyFile implements OpenFile {
    private final OpenFile real;

    FaultyFile(OpenFile real, FileName name) {
      this.real = real;
      faults.open.put(this, "file " + name);
    }

    @Override
    public int read(byte[] to, int at, int length, long position) throws IOException {
      faults.call("read");
      return real.read(to, at, length, position);
    }

    @Override
    public void write(byte[] from, int at, int length, long position) throws IOException {
      faults.call("write");
      real.write(from, at, length, position);
    }

    @Override
    public FileStatus status() throws IOException {
      faults.call("status of a file");
      return real.status();
    }

    @Override
    public void sync() throws IOException {
      faults.call("sync of a file");
      real.sync();
    }

    @Override
    public void syncData() throws IOException {
      faults.call("syncData");
      real.syncData();
    }

    @Override
    public void setModified(ModificationTime modified) throws IOException {
      faults.call("setModified");
      real.setModified(modified);
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
      faults.call("truncate");
      real.truncate(sizeBytes);
    }

    @Override
    public List<Extent> extents(long sizeBytes) throws IOException {
      faults.call("extents");
      return real.extents(sizeBytes);
    }

    @Override
    public void setMode(int mode) throws IOException {
      faults.call("setMode");
      real.setMode(mode);
    }

    @Override
    public void setOwner(long user, long group) throws IOException {
      faults.call("setOwner");
      real.setOwner(user, group);
    }

    @Override
    public void setExtended(FileName name, byte[] value) throws IOException {
      faults.call("setExtended");
      real.setExtended(name, value);
    }

    @Override
    public void close() throws IOException {
      faults.open.remove(this);
      real.close();
    }
  }
}
