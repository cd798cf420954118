package sluice.app.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import sluice.app.transfer.Extent;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ModificationTime;

/// A file where only the JDK is at hand.
final class PortableFile implements OpenFile {
  private final Path path;
  private final FileChannel channel;

  PortableFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static PortableFile forReading(FileName name) throws IOException {
    String text = name.text();
    if (text == null) {
      throw new NoSuchFileException(name.display());
    }
    Path path = Path.of(text);
    if (!Files.isRegularFile(path)) {
      path.getFileSystem().provider().checkAccess(path);
      throw new FileSystemException(text, null, "not a regular file");
    }
    return new PortableFile(path.toRealPath(), FileChannel.open(path, StandardOpenOption.READ));
  }

  @Override
  public int read(byte[] to, int at, int length, long position) throws IOException {
    return Math.max(0, channel.read(ByteBuffer.wrap(to, at, length), position));
  }

  @Override
  public void write(byte[] from, int at, int length, long position) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(from, at, length);
    while (bytes.hasRemaining()) {
      channel.write(bytes, position + bytes.position() - at);
    }
  }

  @Override
  public FileStatus status() throws IOException {
    return PortableDirectory.translate(path);
  }

  @Override
  public void sync() throws IOException {
    channel.force(true);
  }

  @Override
  public void syncData() throws IOException {
    channel.force(false);
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

  /// Only ever makes it longer: by its last byte, which is zero.
  @Override
  public void truncate(long sizeBytes) throws IOException {
    if (channel.size() < sizeBytes) {
      channel.write(ByteBuffer.wrap(new byte[1]), sizeBytes - 1);
    }
  }

  @Override
  public List<Extent> extents(long sizeBytes) {
    return sizeBytes == 0 ? List.of() : List.of(new Extent(0, sizeBytes));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
