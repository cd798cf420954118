package sluice.transport.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A listener on loopback that treats each connection as the test says.
public final class TestServer implements AutoCloseable {
  /// What to do with one connection.
  @FunctionalInterface
  public interface Handler {
    void handle(Socket socket) throws IOException;
  }

  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /// What proxies were asked for: `host:port`.
  public final List<String> asked = new CopyOnWriteArrayList<>();

  public TestServer(ServerSocket listener, Handler handler) {
    this.listener = listener;
    Thread.ofVirtual().start(() -> accept(handler));
  }

  static ServerSocket loopback() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  public static TestServer handling(Handler handler) throws IOException {
    return new TestServer(loopback(), handler);
  }

  static TestServer echo() throws IOException {
    return new TestServer(loopback(), TestServer::echo);
  }

  static void echo(Socket socket) throws IOException {
    socket.getInputStream().transferTo(socket.getOutputStream());
  }

  /// An HTTP proxy that connects wherever it is asked to, if the request holds what it must.
  public static TestServer httpProxy(String mustHold) throws IOException {
    var self = new TestServer[1];
    self[0] =
        new TestServer(
            loopback(),
            socket -> {
              String head = head(socket);
              if (!head.contains(mustHold)) {
                socket
                    .getOutputStream()
                    .write("HTTP/1.1 407 Who are you?\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                return;
              }
              String authority = head.split(" ")[1];
              self[0].asked.add(authority);
              int colon = authority.lastIndexOf(':');
              tunnel(
                  socket,
                  authority.substring(0, colon),
                  Integer.parseInt(authority.substring(colon + 1)),
                  "HTTP/1.1 200 Go ahead\r\nVia: test\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            });
    return self[0];
  }

  private static String head(Socket socket) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("hung up");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /// A SOCKS5 proxy that asks for this user, or for nobody where it is empty.
  public static TestServer socks(String user, String password) throws IOException {
    var self = new TestServer[1];
    self[0] =
        new TestServer(
            loopback(),
            socket -> {
              var in = new DataInputStream(socket.getInputStream());
              in.readUnsignedByte();
              in.readFully(new byte[in.readUnsignedByte()]);
              socket.getOutputStream().write(new byte[] {5, (byte) (user.isEmpty() ? 0 : 2)});
              if (!user.isEmpty()) {
                in.readUnsignedByte();
                String name = text(in);
                boolean right = text(in).equals(password) && name.equals(user);
                socket.getOutputStream().write(new byte[] {1, (byte) (right ? 0 : 1)});
                if (!right) {
                  return;
                }
              }
              in.readFully(new byte[3]);
              String host =
                  switch (in.readUnsignedByte()) {
                    case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
                    case 3 -> text(in);
                    default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
                  };
              int port = in.readUnsignedShort();
              self[0].asked.add(host + ":" + port);
              tunnel(socket, host, port, new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            });
    return self[0];
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
  }

  private static void tunnel(Socket client, String host, int port, byte[] welcome)
      throws IOException {
    try (var server = new Socket(host, port)) {
      client.getOutputStream().write(welcome);
      Thread back =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      server.getInputStream().transferTo(client.getOutputStream());
                      client.shutdownOutput();
                    } catch (IOException e) {
                      // The test is over, or one end is.
                    }
                  });
      client.getInputStream().transferTo(server.getOutputStream());
      server.shutdownOutput();
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(Handler handler) {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    handler.handle(socket);
                  } catch (IOException e) {
                    // The other end went away, as some tests want it.
                  }
                });
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  public int connections() {
    return sockets.size();
  }

  /// Ends all connections, and takes no more.
  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket each : sockets) {
      each.close();
    }
  }
}
