package sluice.app.peers;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A file that any number of holders keep locked, in this process or in others, until they let go or
/// end. The system's lock belongs to the process and ends with the first closed channel, so the process
/// opens the file once.
final class SharedHold implements Closeable {
  private static final Map<Path, Held> HERE = new HashMap<>();

  private static final int TRIES = 40;
  private static final long PAUSE_NANOS = 50_000_000L;

  private final Path file;
  private boolean closed;

  private static final class Held {
    final FileChannel channel;
    int holders = 1;

    Held(FileChannel channel) {
      this.channel = channel;
    }
  }

  private SharedHold(Path file) {
    this.file = file;
  }

  static SharedHold of(Path file) throws IOException {
    synchronized (HERE) {
      Held held = HERE.get(file);
      if (held != null) {
        held.holders++;
        return new SharedHold(file);
      }
      FileChannel channel = PrivateFiles.openLock(file);
      if (!lock(channel)) {
        channel.close();
        throw new PeerStoreException(file + " is locked by something else");
      }
      HERE.put(file, new Held(channel));
      return new SharedHold(file);
    }
  }

  /// Who asks whether it is held locks it for a moment: that is waited for.
  private static boolean lock(FileChannel channel) throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      if (channel.tryLock(0, Long.MAX_VALUE, true) != null) {
        return true;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return false;
  }

  static boolean isHeld(Path file) throws IOException {
    synchronized (HERE) {
      if (HERE.containsKey(file)) {
        return true;
      }
      if (!Files.exists(file)) {
        return false;
      }
      try (FileChannel channel = PrivateFiles.openLock(file);
          FileLock lock = channel.tryLock()) {
        return lock == null;
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HERE) {
      Held held = HERE.get(file);
      if (closed || held == null) {
        return;
      }
      closed = true;
      held.holders--;
      if (held.holders == 0) {
        HERE.remove(file);
        held.channel.close();
      }
    }
  }
}
