package sluice.transport.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import sluice.transport.tcp.TcpProxy.Credential;

/// A tunnel through an HTTP proxy (RFC 9110, section 9.3.6), with Basic authentication (RFC 7617) where it is asked for.
final class HttpConnect {
  private static final int MAX_HEAD_BYTES = 16_384;

  private HttpConnect() {}

  /// Asks for the tunnel on a connection to the proxy.
  static void open(Socket socket, TcpProxy proxy, String host, int port) throws IOException {
    String authority = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    var request = new StringBuilder();
    request.append("CONNECT ").append(authority).append(" HTTP/1.1\r\n");
    request.append("Host: ").append(authority).append("\r\n");
    if (proxy.credential().isPresent()) {
      Credential credential = proxy.credential().get();
      String pair = credential.username() + ":" + credential.password();
      String token = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      request.append("Proxy-Authorization: Basic ").append(token).append("\r\n");
    }
    socket
        .getOutputStream()
        .write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    String status = head(socket.getInputStream());
    boolean http = status.startsWith("HTTP/1.") && status.length() >= 12;
    // RFC 9110, section 9.3.6: "Any 2xx (Successful) response indicates that the sender [...] will
    // switch to tunnel mode".
    if (!http || status.charAt(9) != '2') {
      throw new HandshakeFailure(
          TcpFailure.Stage.PROXY,
          http ? "the proxy answered " + status.substring(9) : "the proxy does not speak HTTP");
    }
  }

  /// Reads up to the empty line, and not a byte further: what follows is the tunnel's.
  ///
  /// @return the first line
  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.length() < MAX_HEAD_BYTES) {
      int next = in.read();
      if (next < 0) {
        throw new HandshakeFailure(TcpFailure.Stage.PROXY, "the proxy hung up");
      }
      head.append((char) next);
      if (next == '\n' && (endsWith(head, "\r\n\r\n") || endsWith(head, "\n\n"))) {
        return head.substring(0, head.indexOf("\n")).strip();
      }
    }
    throw new HandshakeFailure(TcpFailure.Stage.PROXY, "the proxy's answer has no end");
  }

  private static boolean endsWith(StringBuilder text, String end) {
    return text.length() >= end.length() && text.indexOf(end, text.length() - end.length()) >= 0;
  }
}
