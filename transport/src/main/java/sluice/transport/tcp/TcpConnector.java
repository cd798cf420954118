package sluice.transport.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    return connect(target, begun, HANDSHAKE_PATIENCE);
  }

  /// @param patience for all of proxy and TLS: a time limit of each read would let a slow drip go on for hours
  static Socket connect(TcpTarget target, Consumer<Socket> begun, Duration patience)
      throws IOException {
    TcpProxy proxy = target.proxy().orElse(null);
    Socket socket =
        proxy == null
            ? reach(target.host(), target.port(), begun)
            : reach(proxy.host(), proxy.port(), begun);
    var expired = new AtomicBoolean();
    CompletableFuture<Void> limit =
        CompletableFuture.runAsync(
            () -> {
              expired.set(true);
              shut(socket);
            },
            CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS));
    try {
      socket.setTcpNoDelay(true);
      if (proxy != null) {
        tunnel(socket, proxy, target);
      }
      return target.tls().isPresent() ? secure(socket, target, target.tls().get()) : socket;
    } catch (HandshakeFailure e) {
      socket.close();
      throw expired.get()
          ? new HandshakeFailure(
              e.failure().stage(), "not done within " + patience.toSeconds() + " s")
          : e;
    } catch (IOException e) {
      socket.close();
      throw e;
    } finally {
      limit.cancel(false);
    }
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Whoever waits for it finds its end all the same.
      System.getLogger(TcpConnector.class.getName()).log(System.Logger.Level.DEBUG, "closing", e);
    }
  }

  private static void tunnel(Socket socket, TcpProxy proxy, TcpTarget target) throws IOException {
    try {
      switch (proxy.kind()) {
        case HTTP_CONNECT -> HttpConnect.open(socket, proxy, target.host(), target.port());
        case SOCKS5 -> Socks5.open(socket, proxy, target.host(), target.port());
      }
    } catch (HandshakeFailure e) {
      throw e;
    } catch (IOException e) {
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
