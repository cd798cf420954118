package sluice.signaling.ws;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A proxy for tests: HTTP CONNECT or SOCKS5, told apart by the first byte. Whatever name it is asked for,
/// it connects to this machine.
public final class TestProxy implements AutoCloseable {
  private static final int SOCKS_VERSION = 5;

  /// Whom it was asked for, as the client wrote it.
  public final List<String> asked = new CopyOnWriteArrayList<>();

  /// The credentials that came, as the client wrote them.
  public final List<String> credentials = new CopyOnWriteArrayList<>();

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final boolean wantsCredentials;

  public TestProxy(boolean wantsCredentials) throws IOException {
    this.wantsCredentials = wantsCredentials;
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      int first = in.readUnsignedByte();
      Socket target = first == SOCKS_VERSION ? socks(in, client) : http(in, client, (char) first);
      if (target != null) {
        try (target) {
          Thread up = Thread.ofVirtual().start(() -> pump(client, target));
          pump(target, client);
          up.join();
        }
      }
    } catch (IOException | InterruptedException over) {
      // One of the two is gone.
    }
  }

  private @Nullable Socket http(DataInputStream in, Socket client, char first) throws IOException {
    StringBuilder head = new StringBuilder().append(first);
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    String[] lines = head.toString().split("\r\n", -1);
    String authority = lines[0].split(" ", -1)[1];
    for (String line : lines) {
      if (line.startsWith("Proxy-Authorization: ")) {
        credentials.add(line.substring("Proxy-Authorization: ".length()));
      }
    }
    OutputStream out = client.getOutputStream();
    if (wantsCredentials && credentials.isEmpty()) {
      out.write(
          "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      return null;
    }
    asked.add(lines[0].split(" ", -1)[0] + " " + authority);
    int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
    Socket target = new Socket(InetAddress.getLoopbackAddress(), port);
    out.write("HTTP/1.1 200 Yes\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return target;
  }

  private Socket socks(DataInputStream in, Socket client) throws IOException {
    OutputStream out = client.getOutputStream();
    in.skipNBytes(in.readUnsignedByte());
    out.write(new byte[] {SOCKS_VERSION, (byte) (wantsCredentials ? 2 : 0)});
    if (wantsCredentials) {
      in.readUnsignedByte();
      credentials.add(text(in) + ":" + text(in));
      out.write(new byte[] {1, 0});
    }
    in.skipNBytes(3);
    String host =
        in.readUnsignedByte() == 3
            ? text(in)
            : InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
    int port = in.readUnsignedShort();
    asked.add(host + ":" + port);
    Socket target = new Socket(InetAddress.getLoopbackAddress(), port);
    out.write(new byte[] {SOCKS_VERSION, 0, 0, 1, 127, 0, 0, 1, 0, 0});
    return target;
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
  }

  private static void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException over) {
      // The other direction ends as well.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
