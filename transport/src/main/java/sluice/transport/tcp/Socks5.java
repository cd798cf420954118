package sluice.transport.tcp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import sluice.transport.tcp.TcpProxy.Credential;

/// A connection through a SOCKS5 proxy (RFC 1928), with user name and password (RFC 1929) where there are some. Names are
/// left to the proxy.
final class Socks5 {
  private static final int VERSION = 5;
  private static final int NO_AUTHENTICATION = 0;
  private static final int USERNAME_PASSWORD = 2;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
  private static final int MAX_TEXT_BYTES = 255;

  private Socks5() {}

  static void open(Socket socket, TcpProxy proxy, String host, int port) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    try {
      greet(in, out, proxy);
      connect(in, out, host, port);
    } catch (EOFException e) {
      throw failure("the proxy hung up");
    }
  }

  private static HandshakeFailure failure(String detail) {
    return new HandshakeFailure(TcpFailure.Stage.PROXY, detail);
  }

  private static void greet(DataInputStream in, OutputStream out, TcpProxy proxy)
      throws IOException {
    out.write(
        proxy.credential().isPresent()
            ? new byte[] {VERSION, 2, NO_AUTHENTICATION, USERNAME_PASSWORD}
            : new byte[] {VERSION, 1, NO_AUTHENTICATION});
    if (in.readUnsignedByte() != VERSION) {
      throw failure("the proxy does not speak SOCKS5");
    }
    switch (in.readUnsignedByte()) {
      case NO_AUTHENTICATION -> {}
      case USERNAME_PASSWORD -> {
        Credential credential =
            proxy
                .credential()
                .orElseThrow(() -> failure("the proxy asks for a user name and a password"));
        authenticate(in, out, credential);
      }
      default -> throw failure("the proxy takes none of our ways to authenticate");
    }
  }

  private static void authenticate(DataInputStream in, OutputStream out, Credential credential)
      throws IOException {
    var message = new ByteArrayOutputStream();
    message.write(1);
    text(message, credential.username());
    text(message, credential.password());
    out.write(message.toByteArray());
    in.readUnsignedByte();
    if (in.readUnsignedByte() != 0) {
      throw failure("the proxy refuses our user name or password");
    }
  }

  private static void text(ByteArrayOutputStream message, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > MAX_TEXT_BYTES) {
      throw failure("SOCKS5 takes names and passwords of 1 to 255 bytes");
    }
    message.write(bytes.length);
    message.writeBytes(bytes);
  }

  private static void connect(DataInputStream in, OutputStream out, String host, int port)
      throws IOException {
    var message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {VERSION, CONNECT, 0});
    destination(message, host);
    message.write(port >>> 8);
    message.write(port);
    out.write(message.toByteArray());
    if (in.readUnsignedByte() != VERSION) {
      throw failure("the proxy does not speak SOCKS5");
    }
    int reply = in.readUnsignedByte();
    if (reply != 0) {
      throw failure("the proxy answered " + reply + ": " + meaning(reply));
    }
    in.readUnsignedByte();
    int addressBytes =
        switch (in.readUnsignedByte()) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          case NAME -> in.readUnsignedByte();
          default -> throw failure("the proxy's answer is malformed");
        };
    in.readFully(new byte[addressBytes + 2]);
  }

  private static void destination(ByteArrayOutputStream message, String host) throws IOException {
    byte[] address;
    try {
      address = InetAddress.ofLiteral(host).getAddress();
    } catch (IllegalArgumentException e) {
      message.write(NAME);
      text(message, host);
      return;
    }
    message.write(address.length == 4 ? IPV4 : IPV6);
    message.writeBytes(address);
  }

  /// RFC 1928, section 6.
  private static String meaning(int reply) {
    return switch (reply) {
      case 2 -> "not allowed by its rules";
      case 3, 4 -> "the server is unreachable";
      case 5 -> "the server refused";
      case 6 -> "no answer in time";
      case 7, 8 -> "not supported";
      default -> "general failure";
    };
  }
}
