package sluice.signaling.ws;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Socks5;
import org.eclipse.jetty.client.Socks5Proxy;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import sluice.signaling.Departure;
import sluice.signaling.ProxyServer;
import sluice.signaling.RelayAccess;
import sluice.signaling.wire.WireLimits;

/// Connects to one relay, again and again where needed: `docs/protocol.md`, section 2.1.
final class RelaySocket {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(4);
  private static final Duration UPGRADE_TIMEOUT = Duration.ofSeconds(8);
  private static final int THREADS = 8;

  private final URI endpoint;
  private final WebSocketClient client;
  private final Optional<ProxyServer> proxy;

  /// Hears of one line at a time, on Jetty's threads.
  interface Listener {
    void onOpen(RelayLine line);

    void onText(RelayLine line, String text);

    /// The peer sent this through the relay. Valid during the call only.
    void onDatagram(RelayLine line, ByteBuffer datagram);

    /// Something came: the other side lives.
    void onSign(RelayLine line);

    /// The line ended, or could not be opened. Comes once.
    void onClosed(RelayLine line, String detail, Departure how);
  }

  RelaySocket(URI relay, RelayAccess access) {
    endpoint = endpoint(relay);
    proxy = access.proxyTo(relay);
    HttpClient http = httpClient();
    proxy.ifPresent(server -> useProxy(http, server));
    access.tls().ifPresent(context -> trust(http, context));
    client = new WebSocketClient(http);
    // Jetty gives each WebSocket client a second pool, of eight threads that outlive main.
    for (QueuedThreadPool pool : client.getContainedBeans(QueuedThreadPool.class)) {
      pool.setMinThreads(0);
      pool.setDaemon(true);
    }
    client.setMaxTextMessageSize(WireLimits.MAX_FRAME_BYTES);
    client.setMaxBinaryMessageSize(WireLimits.MAX_FORWARDED_BYTES);
    client.setMaxFrameSize(WireLimits.MAX_FRAME_BYTES);
    client.setAutoFragment(false);
    // The driver pings and watches; this is only a second line.
    client.setIdleTimeout(Duration.ofNanos(2 * WireLimits.SILENCE_LIMIT_NANOS));
  }

  private static HttpClient httpClient() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
    threads.setName("sluice-relay");
    threads.setDaemon(true);
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    HttpClient http = new HttpClient(new HttpClientTransportOverHTTP(connector));
    http.setExecutor(threads);
    http.setScheduler(new ScheduledExecutorScheduler("sluice-relay-timer", true));
    http.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
    http.setFollowRedirects(false);
    http.setHttpCookieStore(new HttpCookieStore.Empty());
    http.setUserAgentField(null);
    http.getContentDecoderFactories().clear();
    return http;
  }

  private static void useProxy(HttpClient http, ProxyServer server) {
    switch (server.kind()) {
      case HTTP_CONNECT -> {
        Tunnel tunnel = new Tunnel(server);
        server
            .credential()
            .ifPresent(
                credential ->
                    http.getAuthenticationStore()
                        .addAuthenticationResult(
                            new BasicAuthentication.BasicResult(
                                tunnel.getURI(),
                                HttpHeader.PROXY_AUTHORIZATION,
                                credential.username(),
                                credential.password())));
        http.getProxyConfiguration().addProxy(tunnel);
      }
      case SOCKS5 -> {
        Socks5Proxy socks = new Socks5Proxy(server.host(), server.port());
        server
            .credential()
            .ifPresent(
                credential ->
                    socks.putAuthenticationFactory(
                        new Socks5.UsernamePasswordAuthenticationFactory(
                            credential.username(), credential.password())));
        http.getProxyConfiguration().addProxy(socks);
      }
    }
  }

  /// RFC 6455, section 4.1: a proxy is asked for a tunnel, for `ws` as for `wss`.
  private static final class Tunnel extends HttpProxy {
    Tunnel(ProxyServer server) {
      super(server.host(), server.port());
    }

    @Override
    public boolean requiresTunnel(Origin origin) {
      return true;
    }
  }

  private static void trust(HttpClient http, SSLContext context) {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setSslContext(context);
    tls.setEndpointIdentificationAlgorithm("HTTPS");
    http.setSslContextFactory(tls);
  }

  /// What stands between us and the relay, for the sentence that says why it is not reached.
  String wayText() {
    return proxy.map(server -> ", through the proxy " + server.text()).orElse("");
  }

  private static URI endpoint(URI relay) {
    String path = relay.getRawPath();
    String base =
        path == null ? "" : path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return URI.create(
        relay.getScheme() + "://" + relay.getRawAuthority() + base + WireLimits.ENDPOINT);
  }

  void start() throws IOException {
    try {
      client.start();
    } catch (Exception e) {
      throw new IOException("the WebSocket client does not start: " + e.getMessage(), e);
    }
  }

  /// Begins to connect; the line's listener hears how it went.
  void connect(RelayLine line) {
    ClientUpgradeRequest request = new ClientUpgradeRequest(endpoint);
    request.setSubProtocols(WireLimits.SUBPROTOCOL);
    request.setTimeout(UPGRADE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    try {
      var _ =
          client
              .connect(line, request)
              .whenComplete(
                  (session, failure) -> {
                    if (failure != null) {
                      line.onWebSocketError(failure);
                    }
                  });
    } catch (IOException | RuntimeException e) {
      line.onWebSocketError(e);
    }
  }

  void stop() {
    try {
      client.stop();
    } catch (Exception e) {
      // All lines are closed; what Jetty could not tidy up ends with its daemon threads.
      System.getLogger(RelaySocket.class.getName())
          .log(System.Logger.Level.DEBUG, "stopping the WebSocket client", e);
    }
  }
}
