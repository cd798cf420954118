package sluice.transport.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Connects, blocking: to the server or to its proxy, through the proxy, and into TLS. Where there is a proxy, nothing is
/// ever connected, or looked up, past it.
final class TcpConnector {
  /// A server with several addresses: how long to wait for each, so that a dead one does not take all the time.
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /// For all of proxy and TLS.
  private static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(10);

  private static final int MAX_ADDRESSES = 4;

  private TcpConnector() {}

  static Socket connect(TcpTarget target, Consumer<Socket> begun) throws IOException {
    Socket socket =
        target.proxy().isPresent()
            ? throughProxy(target, target.proxy().get(), begun)
            : reach(target.host(), target.port(), begun);
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) HANDSHAKE_PATIENCE.toMillis());
      Socket secured =
          target.tls().isPresent() ? secure(socket, target, target.tls().get()) : socket;
      secured.setSoTimeout(0);
      return secured;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket throughProxy(TcpTarget target, TcpProxy proxy, Consumer<Socket> begun)
      throws IOException {
    Socket socket = reach(proxy.host(), proxy.port(), begun);
    try {
      socket.setSoTimeout((int) HANDSHAKE_PATIENCE.toMillis());
      switch (proxy.kind()) {
        case HTTP_CONNECT -> HttpConnect.open(socket, proxy, target.host(), target.port());
        case SOCKS5 -> Socks5.open(socket, proxy, target.host(), target.port());
      }
      return socket;
    } catch (HandshakeFailure e) {
      socket.close();
      throw e;
    } catch (IOException e) {
      socket.close();
      throw new HandshakeFailure(TcpFailure.Stage.PROXY, "the proxy: " + e.getMessage());
    }
  }

  private static Socket reach(String host, int port, Consumer<Socket> begun) throws IOException {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new HandshakeFailure(TcpFailure.Stage.LOOK_UP, "no address for " + host);
    }
    IOException last = null;
    for (int i = 0; i < Math.min(addresses.length, MAX_ADDRESSES); i++) {
      // Never the system's SOCKS setting: which proxy is taken is said by the target alone.
      var socket = new Socket(Proxy.NO_PROXY);
      begun.accept(socket);
      try {
        socket.connect(new InetSocketAddress(addresses[i], port), (int) PATIENCE.toMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    String why = last == null ? "no address" : String.valueOf(last.getMessage());
    throw new HandshakeFailure(TcpFailure.Stage.CONNECT, host + ":" + port + ": " + why);
  }

  private static Socket secure(Socket socket, TcpTarget target, SSLContext context)
      throws IOException {
    try {
      var secured =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(socket, target.certifiedName(), target.port(), true);
      SSLParameters parameters = secured.getSSLParameters();
      // RFC 8489, section 6.2.3, asks for RFC 6125's check of the host's name, which is what this
      // does.
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    } catch (IOException e) {
      throw new HandshakeFailure(TcpFailure.Stage.TLS, String.valueOf(e.getMessage()));
    }
  }
}
