package sluice.signaling.ws;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sluice.signaling.Departure;
import sluice.signaling.RelayAccess;

/// Looks whether a relay is there: connects as a client does, claims nothing, and leaves.
public final class RelayVisit {
  private RelayVisit() {}

  /// What came of it.
  public sealed interface Outcome {
    /// A relay of our protocol answered.
    ///
    /// @param after from the first packet to the open WebSocket: name, TCP, TLS and HTTP together
    record Open(Duration after) implements Outcome {}

    /// It did not.
    ///
    /// @param detail for people, untrusted in part
    record Closed(String detail) implements Outcome {}
  }

  /// Visits the relay; returns after `patience` at the latest.
  public static Outcome visit(URI relay, RelayAccess access, Duration patience)
      throws InterruptedException {
    RelaySocket socket = new RelaySocket(relay, access);
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    try {
      socket.start();
      RelayLine line = new RelayLine(new Guest(outcome, System.nanoTime()));
      socket.connect(line);
      Outcome result = outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      line.close();
      return result;
    } catch (TimeoutException silent) {
      return new Outcome.Closed(
          "no answer within " + patience.toSeconds() + " s" + socket.wayText());
    } catch (IOException | ExecutionException broken) {
      return new Outcome.Closed(String.valueOf(broken.getMessage()));
    } finally {
      socket.stop();
    }
  }

  /// Waits for the door to open.
  private record Guest(CompletableFuture<Outcome> outcome, long beganNanos)
      implements RelaySocket.Listener {
    @Override
    public void onOpen(RelayLine line) {
      outcome.complete(new Outcome.Open(Duration.ofNanos(System.nanoTime() - beganNanos)));
    }

    @Override
    public void onText(RelayLine line, String text) {}

    @Override
    public void onDatagram(RelayLine line, ByteBuffer datagram) {}

    @Override
    public void onSign(RelayLine line) {}

    @Override
    public void onClosed(RelayLine line, String detail, Departure how) {
      outcome.complete(new Outcome.Closed(detail));
    }
  }
}
