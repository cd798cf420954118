package sluice.app.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What is kept about a destination between two runs, and the lock that lets one run at a time have it: the system's
/// own, so that it goes with the process that held it.
final class SyncLock implements Closeable {
  /// Of this process: the system's lock does not tell its threads apart, and is lost when any of them closes the file.
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private static final int MAX_HOLDER = 512;

  private final Path file;
  private final Path deviceFile;
  private final Path writerFile;
  private final FileChannel channel;

  private SyncLock(Path file, Path deviceFile, Path writerFile, FileChannel channel) {
    this.writerFile = writerFile;
    this.file = file;
    this.deviceFile = deviceFile;
    this.channel = channel;
  }

  /// What came of an attempt.
  sealed interface Attempt {
    record Ours(SyncLock lock) implements Attempt {}

    /// Another run has it.
    ///
    /// @param holder who, as it wrote itself down; may be empty
    record Taken(String holder) implements Attempt {}
  }

  /// @param state folder of this installation for such files; made where it is missing
  /// @param destination the folder's real path
  /// @param holder who we are, for those who find it locked
  static Attempt take(Path state, String destination, String holder) throws IOException {
    String name = HexFormat.of().formatHex(sha256(destination), 0, 16);
    Path folder = makeFolder(state).toRealPath();
    Path file = folder.resolve(name + ".lock");
    String ours = HELD.putIfAbsent(file, holder);
    if (ours != null) {
      // Its file is not opened here: closing it would give the lock up.
      return new Attempt.Taken(ours);
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        HELD.remove(file);
        return new Attempt.Taken(read(file));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
      return new Attempt.Ours(
          new SyncLock(
              file, folder.resolve(name + ".device"), folder.resolve(name + ".writer"), channel));
    } catch (IOException e) {
      if (channel != null) {
        channel.close();
      }
      HELD.remove(file);
      throw e;
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Path makeFolder(Path state) throws IOException {
    Files.createDirectories(state);
    if (state.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
    }
    return state;
  }

  private static String read(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      return text.substring(0, Math.min(text.length(), MAX_HOLDER));
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /// Whether all that stands at a destination came from this one, as far as syncs know.
  static boolean isOnlyWriter(Path state, String destination, String writer) throws IOException {
    String name = HexFormat.of().formatHex(sha256(destination), 0, 16);
    return !writer.isEmpty() && read(state.resolve(name + ".writer")).strip().equals(writer);
  }

  boolean isWriter(String writer) throws IOException {
    return !writer.isEmpty() && read(writerFile).strip().equals(writer);
  }

  /// Notes who begins to write there.
  ///
  /// @param writer empty for this machine's own people
  void begunBy(String writer, boolean isEmpty) throws IOException {
    if (isEmpty && !writer.isEmpty()) {
      Files.writeString(writerFile, writer + "\n");
    } else if (!read(writerFile).strip().equals(writer)) {
      Files.deleteIfExists(writerFile);
    }
  }

  /// Where the source's root lay in the last run that did all it was asked for; null where there was none.
  @Nullable Long lastDevice() throws IOException {
    try {
      return Long.parseUnsignedLong(Files.readString(deviceFile).strip(), 16);
    } catch (NoSuchFileException | NumberFormatException e) {
      return null;
    }
  }

  void rememberDevice(long device) throws IOException {
    Path fresh = deviceFile.resolveSibling(deviceFile.getFileName() + ".new");
    Files.writeString(fresh, Long.toHexString(device) + "\n");
    Files.move(
        fresh, deviceFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.truncate(0);
    } finally {
      channel.close();
      HELD.remove(file);
    }
  }
}
