package sluice.app.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/// A relay that does not do as it should, for tests of other packages as well.
public final class MeddlingRelay implements AutoCloseable {
  private final RelayServer server;

  /// What it does with each text that it should deliver.
  @FunctionalInterface
  public interface Meddling {
    /// @param connection the client that the text is for
    /// @return what is delivered instead, and to whom
    List<Delivery> meddle(long connection, String text);
  }

  /// A text for a client.
  public record Delivery(long connection, String text) {}

  public MeddlingRelay(Meddling meddling) throws RelayStartException {
    server =
        RelayServer.start(
            RelayOptions.listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            action -> {
              if (!(action instanceof RelayAction.Send(long connection, String text))) {
                return List.of(action);
              }
              return meddling.meddle(connection, text).stream()
                  .<RelayAction>map(d -> new RelayAction.Send(d.connection(), d.text()))
                  .toList();
            });
  }

  /// One that is honest.
  public static MeddlingRelay honest() throws RelayStartException {
    return new MeddlingRelay((connection, text) -> List.of(new Delivery(connection, text)));
  }

  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }
}
