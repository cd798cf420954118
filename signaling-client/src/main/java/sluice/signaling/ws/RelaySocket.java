package sluice.signaling.ws;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import sluice.signaling.Departure;
import sluice.signaling.wire.WireLimits;

/// Connects to one relay, again and again where needed: `docs/protocol.md`, section 2.1.
final class RelaySocket {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(4);
  private static final Duration UPGRADE_TIMEOUT = Duration.ofSeconds(8);
  private static final int THREADS = 8;

  private final URI endpoint;
  private final WebSocketClient client;

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

  RelaySocket(URI relay) {
    endpoint = endpoint(relay);
    client = new WebSocketClient(httpClient());
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
