package sluice.signaling.session;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.signaling.Departure;
import sluice.signaling.Guesses;
import sluice.signaling.Pairing;
import sluice.signaling.Purpose;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.RendezvousOptions;
import sluice.signaling.SignalingFailure;
import sluice.signaling.code.Secret;
import sluice.signaling.lobby.LobbyNames;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.WireWriter;

/// Ends and a relay in virtual time, every message 5 ms on its way.
final class Simulation {
  static final URI RELAY = URI.create("wss://relay.example");
  static final long SECOND = 1_000_000_000L;
  static final long LATENCY_NANOS = 5_000_000L;

  private record Happening(long atNanos, long order, Runnable what) {}

  final FakeRelay relay = new FakeRelay();
  final List<End> ends = new ArrayList<>();
  final Random random;
  boolean relayUp = true;

  /// Connecting neither succeeds nor fails.
  boolean relayMute;

  long nowNanos;

  /// Called before each text that an end sends; may cut lines.
  Runnable beforeSend = () -> {};

  private final PriorityQueue<Happening> happenings =
      new PriorityQueue<>(
          Comparator.comparingLong(Happening::atNanos).thenComparingLong(Happening::order));
  private long order;

  Simulation(long seed) {
    random = new Random(seed);
  }

  static RendezvousOptions options() {
    return RendezvousOptions.of(Purpose.SEND).withFeatures(Set.of("files"));
  }

  End maker(String secret) {
    return maker(secret, options(), null);
  }

  End maker(String secret, RendezvousOptions options, @Nullable Nameplate wanted) {
    return end(new SessionSetup.Maker(RELAY, wanted, new Secret(secret), options));
  }

  End joiner(String nameplate, String secret) {
    return joiner(nameplate, secret, options().withGuesses(new Guesses()));
  }

  End joiner(String nameplate, String secret, RendezvousOptions options) {
    return end(
        new SessionSetup.Joiner(RELAY, new Nameplate(nameplate), new Secret(secret), options));
  }

  /// A coming side in the other's lobby.
  End caller(Pairing pairing, long window) {
    return end(
        new SessionSetup.Caller(RELAY, LobbyNames.there(pairing, window), pairing, peerOptions()));
  }

  /// A waiting side that was called.
  End answerer(Pairing pairing, long window) {
    return end(
        new SessionSetup.Answerer(RELAY, LobbyNames.here(pairing, window), pairing, peerOptions()));
  }

  static RendezvousOptions peerOptions() {
    return RendezvousOptions.of(Purpose.PEER);
  }

  End end(SessionSetup setup) {
    End end = new End(this, new Session(setup, new Random(random.nextLong())));
    ends.add(end);
    end.session.open(nowNanos);
    end.drain();
    return end;
  }

  void later(long delayNanos, Runnable what) {
    happenings.add(new Happening(nowNanos + delayNanos, order++, what));
  }

  /// Lets time pass.
  void run(long nanos) {
    long until = nowNanos + nanos;
    for (int steps = 0; ; steps++) {
      if (steps > 2_000_000) {
        throw new AssertionError("no end of events at " + nowNanos);
      }
      long next = relay.deadlineNanos();
      for (End end : ends) {
        next = Math.min(next, end.session.deadlineNanos());
      }
      Happening first = happenings.peek();
      if (first != null) {
        next = Math.min(next, first.atNanos());
      }
      if (next > until) {
        nowNanos = until;
        return;
      }
      nowNanos = Math.max(nowNanos, next);
      if (first != null && first.atNanos() <= nowNanos) {
        happenings.remove().what().run();
      } else {
        relay.onTimeout(nowNanos);
        for (End end : ends) {
          if (end.session.deadlineNanos() <= nowNanos) {
            end.session.onTimeout(nowNanos);
            end.drain();
          }
        }
      }
    }
  }

  /// The relay loses all state and every connection, and is back after a while.
  void restartRelay(long downNanos) {
    relay.restart();
    relayUp = false;
    for (End end : ends) {
      end.cut();
    }
    later(downNanos, () -> relayUp = true);
  }

  /// One end: its session, its connection, and what it was told.
  static final class End {
    final Simulation simulation;
    final Session session;
    final List<RendezvousEvent> events = new ArrayList<>();
    private @Nullable Wire wire;

    End(Simulation simulation, Session session) {
      this.simulation = simulation;
      this.session = session;
    }

    void drain() {
      SessionOutput output;
      while ((output = session.poll()) != null) {
        switch (output) {
          case SessionOutput.Connect connect -> connect();
          case SessionOutput.Transmit(ClientMessage message) -> {
            simulation.beforeSend.run();
            if (wire != null) {
              wire.toRelay(WireWriter.text(message));
            }
          }
          case SessionOutput.Disconnect disconnect -> {
            if (wire != null) {
              wire.closeByClient();
              wire = null;
            }
          }
          case SessionOutput.Tell(RendezvousEvent event) -> events.add(event);
        }
      }
    }

    private void connect() {
      Wire fresh = new Wire(this);
      wire = fresh;
      simulation.later(
          LATENCY_NANOS,
          () -> {
            if (wire != fresh || simulation.relayMute) {
              return;
            }
            if (simulation.relayUp) {
              session.connected(simulation.nowNanos);
            } else {
              wire = null;
              session.disconnected("refused", Departure.CLOSED, simulation.nowNanos);
            }
            drain();
          });
    }

    /// The connection breaks: what is on its way is lost, both sides learn of it.
    void cut() {
      Wire broken = wire;
      if (broken != null) {
        wire = null;
        broken.up = false;
        simulation.later(
            0,
            () -> {
              simulation.relay.onClosed(broken, simulation.nowNanos);
              session.disconnected("cut", Departure.CLOSED, simulation.nowNanos);
              drain();
            });
      }
    }

    void send(String text) {
      session.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), simulation.nowNanos);
      drain();
    }

    <T extends RendezvousEvent> List<T> told(Class<T> type) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    boolean paired() {
      return !told(RendezvousEvent.Paired.class).isEmpty();
    }

    @Nullable SignalingFailure failure() {
      return told(RendezvousEvent.Failed.class).stream()
          .map(RendezvousEvent.Failed::failure)
          .findFirst()
          .orElse(null);
    }

    List<String> messages() {
      return told(RendezvousEvent.MessageReceived.class).stream()
          .map(event -> StandardCharsets.UTF_8.decode(event.message().duplicate()).toString())
          .toList();
    }
  }

  /// A connection, both directions in order.
  private static final class Wire implements FakeRelay.Line {
    private final End end;
    boolean up = true;

    Wire(End end) {
      this.end = end;
    }

    void toRelay(String text) {
      end.simulation.later(
          LATENCY_NANOS,
          () -> {
            if (up) {
              end.simulation.relay.receive(this, text, end.simulation.nowNanos);
            }
          });
    }

    void closeByClient() {
      end.simulation.later(
          LATENCY_NANOS,
          () -> {
            if (up) {
              up = false;
              end.simulation.relay.onClosed(this, end.simulation.nowNanos);
            }
          });
    }

    @Override
    public void send(String text) {
      end.simulation.later(
          LATENCY_NANOS,
          () -> {
            if (up && end.wire == this) {
              end.session.receive(text, end.simulation.nowNanos);
              end.drain();
            }
          });
    }

    @Override
    public void close() {
      end.simulation.later(
          LATENCY_NANOS,
          () -> {
            up = false;
            if (end.wire == this) {
              end.wire = null;
              end.session.disconnected("closed", Departure.CLOSED, end.simulation.nowNanos);
              end.drain();
            }
          });
    }
  }
}
