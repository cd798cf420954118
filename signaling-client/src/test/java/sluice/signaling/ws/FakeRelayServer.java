package sluice.signaling.ws;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;
import sluice.signaling.session.FakeRelay;
import sluice.signaling.wire.WireLimits;

/// The fake relay on a real socket of loopback.
public final class FakeRelayServer implements AutoCloseable {
  private final FakeRelay relay = new FakeRelay();
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final Server server = new Server();
  private final ServerConnector connector;
  private final String scheme;

  /// What the upgrade requests carried as `Origin`; empty where none did.
  public final List<String> origins = new CopyOnWriteArrayList<>();

  public FakeRelayServer() throws Exception {
    this(0);
  }

  public FakeRelayServer(int port) throws Exception {
    this(port, null);
  }

  /// With TLS where a key store is given.
  public FakeRelayServer(int port, SslContextFactory.@Nullable Server tls) throws Exception {
    scheme = tls == null ? "ws" : "wss";
    connector =
        tls == null ? new ServerConnector(server, 1, 1) : new ServerConnector(server, 1, 1, tls);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setMaxTextMessageSize(WireLimits.MAX_FRAME_BYTES);
              container.addMapping(
                  WireLimits.ENDPOINT,
                  (request, response, callback) -> {
                    String origin = request.getHeaders().get("Origin");
                    if (origin != null) {
                      origins.add(origin);
                    }
                    if (!request.hasSubProtocol(WireLimits.SUBPROTOCOL)) {
                      return null;
                    }
                    response.setAcceptedSubProtocol(WireLimits.SUBPROTOCOL);
                    return new Connection();
                  });
            }));
    server.start();
  }

  /// Connections at present.
  public int connections() {
    return connections.size();
  }

  public int port() {
    return connector.getLocalPort();
  }

  public URI uri() {
    return URI.create(scheme + "://127.0.0.1:" + port());
  }

  /// Cuts every connection without a word.
  public void cutAll() {
    for (Connection connection : new ArrayList<>(connections)) {
      connection.disconnect();
    }
  }

  @Override
  public void close() {
    cutAll();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Jetty wants it public.
  public final class Connection implements Session.Listener.AutoDemanding, FakeRelay.Line {
    private @Nullable Session session;

    @Override
    public void onWebSocketOpen(Session opened) {
      session = opened;
      connections.add(this);
    }

    @Override
    public void onWebSocketText(String text) {
      synchronized (relay) {
        relay.receive(this, text, System.nanoTime());
      }
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
      callback.succeed();
      connections.remove(this);
      synchronized (relay) {
        relay.onClosed(this, System.nanoTime());
      }
    }

    @Override
    public void send(String text) {
      if (session != null) {
        session.sendText(text, Callback.NOOP);
      }
    }

    @Override
    public void close() {
      if (session != null) {
        session.close();
      }
    }

    void disconnect() {
      if (session != null) {
        session.disconnect();
      }
    }
  }
}
