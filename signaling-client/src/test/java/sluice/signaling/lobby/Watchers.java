package sluice.signaling.lobby;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sluice.signaling.Pairing;
import sluice.signaling.ReceptionEvent;
import sluice.signaling.pake.Octets;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.WireWriter;

/// Vigils and a relay that only listens, in virtual time; answers take no time.
final class Watchers {
  static final long SECOND = 1_000_000_000L;
  static final long HOUR = 3600 * SECOND;

  /// A window in the middle of 2026, at its beginning.
  static final long WINDOW = 495_000;

  final List<Watcher> all = new ArrayList<>();
  final List<Long> attempts = new ArrayList<>();
  final Random random;
  long nowNanos;
  boolean relayUp = true;
  long relayUnixSeconds = WINDOW * 3600;

  Watchers(long seed) {
    random = new Random(seed);
  }

  static Pairing pairing(long seed) {
    Random random = new Random(seed);
    return new Pairing(
        Octets.random(Pairing.SECRET_BYTES, random),
        Octets.random(Pairing.INSTALLATION_BYTES, random),
        Octets.random(Pairing.INSTALLATION_BYTES, random));
  }

  Watcher watcher(long buildUnixSeconds, Pairing... pairings) {
    Watcher watcher = new Watcher(buildUnixSeconds);
    all.add(watcher);
    watcher.vigil.local(watcher.unixSeconds(), nowNanos);
    watcher.vigil.pairings(List.of(pairings), nowNanos);
    watcher.vigil.open(nowNanos);
    watcher.drain();
    return watcher;
  }

  /// Lets time pass; every clock is looked at every minute at least, as the driver does.
  void run(long nanos) {
    long until = nowNanos + nanos;
    while (nowNanos < until) {
      long next = Math.min(until, nowNanos + 60 * SECOND);
      for (Watcher each : all) {
        next = Math.min(next, Math.max(nowNanos, each.vigil.deadlineNanos()));
      }
      nowNanos = next;
      for (Watcher each : all) {
        each.vigil.local(each.unixSeconds(), nowNanos);
        if (each.vigil.deadlineNanos() <= nowNanos) {
          each.vigil.onTimeout(nowNanos);
        }
        each.drain();
      }
    }
  }

  void loseRelay() {
    relayUp = false;
    for (Watcher each : all) {
      if (each.connected) {
        each.connected = false;
        each.vigil.disconnected("cut", nowNanos);
        each.drain();
      }
    }
  }

  /// One engine and what it said.
  final class Watcher {
    final Vigil vigil;
    final List<ReceptionEvent> events = new ArrayList<>();
    @Nullable List<RoomName> named;
    int lists;
    boolean connected;

    /// How much the local clock is ahead of the truth.
    long aheadSeconds;

    private Watcher(long buildUnixSeconds) {
      vigil = new Vigil(new LobbyClock(buildUnixSeconds), new Random(random.nextLong()));
    }

    long unixSeconds() {
      return WINDOW * 3600 + nowNanos / SECOND + aheadSeconds;
    }

    void drain() {
      VigilOutput output;
      while ((output = vigil.poll()) != null) {
        switch (output) {
          case VigilOutput.Connect() -> {
            attempts.add(nowNanos);
            connected = relayUp;
            if (relayUp) {
              vigil.connected(nowNanos);
            } else {
              vigil.disconnected("refused", nowNanos);
            }
          }
          case VigilOutput.Transmit(ClientMessage message) -> {
            named = ((ClientMessage.Watch) message).rooms();
            lists++;
            hear(new RelayMessage.Watching(relayUnixSeconds + nowNanos / SECOND));
          }
          case VigilOutput.Disconnect() -> connected = false;
          case VigilOutput.Tell(ReceptionEvent event) -> events.add(event);
        }
      }
    }

    void hear(RelayMessage message) {
      vigil.receive(WireWriter.text(message), nowNanos);
    }
  }
}
