package sluice.app.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.WireLimits;

/// The rendezvous point as a server: WebSocket in front, {@link RelayRooms} behind. Nothing else is
/// served; every other request is a 404.
public final class RelayServer implements AutoCloseable {
  private static final int MAX_THREADS = 32;
  private static final int MIN_THREADS = 4;
  private static final int MAX_HEADER_BYTES = 8 * 1024;
  private static final long HTTP_IDLE_MILLIS = 10_000;

  /// Connections that have not become WebSockets (yet), beside those that have.
  private static final int SPARE_CONNECTIONS = 32;

  private final Server server;
  private final ServerConnector connector;
  private final RoomsDriver driver;
  private final StunServers stun;
  private final RelayOptions options;

  private RelayServer(
      Server server,
      ServerConnector connector,
      RoomsDriver driver,
      StunServers stun,
      RelayOptions options) {
    this.server = server;
    this.connector = connector;
    this.driver = driver;
    this.stun = stun;
    this.options = options;
  }

  /// Begins to listen.
  ///
  /// @throws RelayStartException if the port cannot be had or the certificate cannot be used
  public static RelayServer start(RelayOptions options) throws RelayStartException {
    return start(options, RoomsDriver.Wire.HONEST);
  }

  static RelayServer start(RelayOptions options, RoomsDriver.Wire wire) throws RelayStartException {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("relay");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = connector(server, options);
    connector.setHost(options.listen().getAddress().getHostAddress());
    connector.setPort(options.listen().getPort());
    connector.setIdleTimeout(HTTP_IDLE_MILLIS);
    server.addConnector(connector);
    server.addBean(
        new NetworkConnectionLimit(options.limits().connections() + SPARE_CONNECTIONS, connector));
    try {
      connector.open();
    } catch (IOException refused) {
      throw cannotListen(options, refused);
    }
    InetSocketAddress bound =
        new InetSocketAddress(options.listen().getAddress(), connector.getLocalPort());
    StunServers stun = startStun(options, bound, connector);
    IceOffers offers = stun.offers(options.publicUrl(), options.turn());
    RoomsDriver driver =
        new RoomsDriver(
            new RelayRooms(options.limits(), new SecureRandom(), offers, options.forward()), wire);
    server.setHandler(webSockets(server, driver, new Visitors(options)));
    try {
      server.start();
    } catch (Exception refused) {
      stun.close();
      stopQuietly(server, refused);
      throw cannotListen(options, refused);
    }
    driver.start();
    return new RelayServer(server, connector, driver, stun, options);
  }

  private static StunServers startStun(
      RelayOptions options, InetSocketAddress bound, ServerConnector connector)
      throws RelayStartException {
    try {
      return StunServers.start(options.stun(), bound);
    } catch (RelayStartException refused) {
      connector.close();
      throw refused;
    }
  }

  private static RelayStartException cannotListen(RelayOptions options, Exception refused) {
    return new RelayStartException(
        RelayStartException.Obstacle.ADDRESS,
        "Cannot listen on " + text(options.listen()) + ": " + reason(refused),
        refused);
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return new InetSocketAddress(options.listen().getAddress(), connector.getLocalPort());
  }

  /// What clients name, on this machine where no public URL was given.
  public URI uri() {
    return options.publicUrl().orElseGet(this::localUri);
  }

  /// Tells the clients and stops listening.
  @Override
  public void close() {
    driver.close();
    stun.close();
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IllegalStateException("the relay did not stop", failure);
    }
  }

  private URI localUri() {
    InetSocketAddress address = address();
    String host =
        address.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getAddress().getHostAddress();
    String scheme = options.certificate().isPresent() ? "wss" : "ws";
    return URI.create(
        scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  private static ServerConnector connector(Server server, RelayOptions options)
      throws RelayStartException {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    if (options.certificate().isEmpty()) {
      return new ServerConnector(server, null, null, null, 1, 1, plain);
    }
    try {
      SslContextFactory.Server tls = new SslContextFactory.Server();
      tls.setKeyStore(PemFiles.keyStore(options.certificate().get()));
      tls.setKeyStorePassword(PemFiles.STORE_PASSWORD);
      ConnectionFactory secured = new SslConnectionFactory(tls, plain.getProtocol());
      return new ServerConnector(server, null, null, null, 1, 1, secured, plain);
    } catch (IOException | GeneralSecurityException unusable) {
      throw new RelayStartException(
          RelayStartException.Obstacle.CERTIFICATE,
          "Cannot use the certificate: " + text(unusable),
          unusable);
    }
  }

  private static ContextHandler webSockets(Server server, RoomsDriver driver, Visitors visitors) {
    ContextHandler context = new ContextHandler("/");
    context.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            context,
            container -> {
              limit(container);
              container.addMapping(
                  "regex|.*" + WireLimits.ENDPOINT,
                  (request, response, callback) ->
                      welcome(driver, visitors, request, response, callback));
            }));
    return context;
  }

  private static void limit(ServerWebSocketContainer container) {
    container.setMaxTextMessageSize(WireLimits.MAX_FRAME_BYTES);
    container.setMaxFrameSize(WireLimits.MAX_FRAME_BYTES);
    container.setMaxBinaryMessageSize(WireLimits.MAX_FORWARDED_BYTES);
    container.setIdleTimeout(
        Duration.ofNanos(WireLimits.SILENCE_LIMIT_NANOS + WireLimits.PING_AFTER_NANOS));
  }

  private static @Nullable Object welcome(
      RoomsDriver driver,
      Visitors visitors,
      ServerUpgradeRequest request,
      ServerUpgradeResponse response,
      Callback callback) {
    if (visitors.comesFromForeignPage(request)) {
      Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
      return null;
    }
    if (!request.hasSubProtocol(WireLimits.SUBPROTOCOL)) {
      Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
      return null;
    }
    response.setAcceptedSubProtocol(WireLimits.SUBPROTOCOL);
    return new RelaySocket(driver, visitors.visitor(request));
  }

  private static String text(Exception unusable) {
    return unusable instanceof NoSuchFileException missing
        ? missing.getFile() + " does not exist"
        : reason(unusable);
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static String reason(Throwable refused) {
    Throwable root = refused;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  private static void stopQuietly(Server server, Exception refused) {
    try {
      server.stop();
    } catch (Exception second) {
      refused.addSuppressed(second);
    }
  }
}
