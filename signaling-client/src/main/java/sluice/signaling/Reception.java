package sluice.signaling;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import sluice.signaling.lobby.LobbyClock;
import sluice.signaling.lobby.Vigil;
import sluice.signaling.ws.VigilDriver;

/// Waits at one relay for paired peers, for months, over one connection: tells when one waits in a
/// lobby, which [Rendezvous#answer] then answers. It never gives up on the relay.
///
/// All methods may be called from any thread, the listener's included.
public final class Reception implements AutoCloseable {
  /// Pairings that one reception waits for.
  public static final int MAX_PAIRINGS = Vigil.MAX_PAIRINGS;

  private final VigilDriver driver;

  private Reception(VigilDriver driver) {
    this.driver = driver;
  }

  /// Begins to wait.
  ///
  /// @param listener hears events on a thread of its own and should not block it for long
  public static Reception open(
      URI relay,
      RelayAccess access,
      TimeOfDay time,
      List<KeptPairing> pairings,
      Consumer<ReceptionEvent> listener) {
    VigilDriver driver =
        new VigilDriver(
            relay, access, new LobbyClock(time.buildUnixSeconds()), time.unixSeconds(), listener);
    Reception reception = new Reception(driver);
    reception.pairings(pairings);
    Thread.ofPlatform().daemon().name("sluice-reception").start(() -> watch(driver, listener));
    return reception;
  }

  private static void watch(VigilDriver driver, Consumer<ReceptionEvent> listener) {
    try {
      while (!driver.isClosed()) {
        try {
          driver.run();
        } catch (IOException noSocket) {
          listener.accept(new ReceptionEvent.RelayLost(String.valueOf(noSocket.getMessage())));
          driver.pause();
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for these from now on, and for no others.
  public void pairings(List<KeptPairing> changed) {
    driver.act(
        (vigil, nowNanos) -> {
          vigil.pairings(changed.stream().map(KeptPairing::pairing).toList(), nowNanos);
          changed.stream()
              .filter(kept -> kept.lastWindow() != Long.MIN_VALUE)
              .forEach(kept -> vigil.met(kept.pairing(), kept.lastWindow(), nowNanos));
        });
  }

  /// The two of this pairing have met in this window.
  public void met(Pairing pairing, long window) {
    driver.act((vigil, nowNanos) -> vigil.met(pairing, window, nowNanos));
  }

  /// Asks the relay again who waits: for calls that were left unanswered.
  public void renew() {
    driver.act(Vigil::repeat);
  }

  /// Whether the relay has our list.
  public boolean isWatching() {
    return driver.isWatching();
  }

  /// Waits no more. Closing twice does nothing.
  @Override
  public void close() {
    driver.close();
  }
}
