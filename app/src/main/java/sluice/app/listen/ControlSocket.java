package sluice.app.listen;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// The socket `listen.sock` in `SLUICE_HOME`, by which this user's other commands ask the service: one
/// line each way. Its folder lets nobody else in.
public final class ControlSocket implements AutoCloseable {
  /// Bytes of a question or an answer.
  static final int MAX_BYTES = 1 << 16;

  /// Who may ask at the same time.
  static final int MAX_GUESTS = 16;

  private static final String NAME = "listen.sock";

  private static final String LOCK = "listen.lock";
  private static final long ACCEPT_PAUSE_NANOS = 200_000_000L;

  private final Path file;
  private final FileChannel life;
  private final ServerSocketChannel server;
  private final UnaryOperator<String> answers;
  private final Semaphore guests = new Semaphore(MAX_GUESTS);

  /// @param life locked for as long as the service lives
  private ControlSocket(
      Path file, FileChannel life, ServerSocketChannel server, UnaryOperator<String> answers) {
    this.file = file;
    this.life = life;
    this.server = server;
    this.answers = answers;
  }

  /// Opens it, where no other service has it.
  ///
  /// @param answers called on threads of their own
  /// @return nothing where another service runs
  public static Optional<ControlSocket> open(Path home, UnaryOperator<String> answers)
      throws IOException {
    Path file = home.resolve(NAME);
    FileChannel life =
        FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (life.tryLock() == null) {
      life.close();
      return Optional.empty();
    }
    Files.deleteIfExists(file);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(file));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | RuntimeException unusable) {
      server.close();
      life.close();
      throw unusable;
    }
    ControlSocket socket = new ControlSocket(file, life, server, answers);
    Thread.ofVirtual().name("sluice-control").start(socket::accept);
    return Optional.of(socket);
  }

  private static boolean isAnswered(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
      return probe.isConnected();
    } catch (IOException nobody) {
      return false;
    }
  }

  /// Asks the service of this `SLUICE_HOME`.
  ///
  /// @return its answer; nothing where none runs
  public static Optional<String> ask(Path home, String question) throws IOException {
    Path file = home.resolve(NAME);
    if (!isAnswered(file)) {
      return Optional.empty();
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
      write(channel, question + "\n");
      return Optional.of(readLine(channel));
    }
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel guest = server.accept();
        if (guests.tryAcquire()) {
          Thread.ofVirtual().name("sluice-control-guest").start(() -> serve(guest));
        } else {
          guest.close();
        }
      } catch (ClosedChannelException end) {
        return;
      } catch (IOException aborted) {
        // The guest's affair: it went away before it was let in.
        System.getLogger(ControlSocket.class.getName())
            .log(System.Logger.Level.DEBUG, "accepting a guest", aborted);
        // Or no descriptors are left: they come back by themselves.
        LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
      }
    }
  }

  private void serve(SocketChannel guest) {
    try (guest) {
      write(guest, answers.apply(readLine(guest)) + "\n");
    } catch (IOException gone) {
      System.getLogger(ControlSocket.class.getName())
          .log(System.Logger.Level.DEBUG, "a guest went away", gone);
    } finally {
      guests.release();
    }
  }

  private static void write(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String readLine(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
    while (channel.read(bytes) >= 0 && bytes.hasRemaining()) {
      if (bytes.get(bytes.position() - 1) == '\n') {
        break;
      }
    }
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
  }

  /// Closes it; who asks from now on finds no service.
  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(file);
    life.close();
  }
}
