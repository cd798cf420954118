package sluice.signaling.lobby;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.signaling.Lobby;
import sluice.signaling.Pairing;
import sluice.signaling.ReceptionEvent;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Decoded;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.WireLimits;
import sluice.signaling.wire.WireReader;

/// Watches the lobbies of many pairings over one connection to one relay, as an engine: sections 2.8
/// and 10.1. It never gives up: a relay that is away is tried again, at random moments.
///
/// After each call, poll until null.
public final class Vigil {
  /// Pairings that are watched together: three lobbies for each of them fit into one message.
  public static final int MAX_PAIRINGS = WireLimits.MAX_WATCHED_ROOMS / LobbyNames.WATCHED;

  static final long MAX_PAUSE_NANOS = 6_000_000_000L;
  static final long ANSWER_LIMIT_NANOS = 10_000_000_000L;

  private static final long NEVER = Long.MAX_VALUE;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private enum State {
    CLOSED,
    CONNECTING,
    ASKING,
    WATCHING,
    PAUSED
  }

  private final LobbyClock clock;
  private final RandomGenerator random;
  private final Deque<VigilOutput> outputs = new ArrayDeque<>();
  private final List<Pairing> pairings = new ArrayList<>();
  private final Map<RoomName, Watched> watched = new LinkedHashMap<>();
  private State state = State.CLOSED;
  private long deadlineNanos = NEVER;
  private Map<Pairing, Span> windows = Map.of();
  private boolean lossTold;

  /// Which lobbies of a pairing are watched.
  private record Span(long oldest, long window) {}

  /// Whom a lobby belongs to.
  private record Watched(Pairing pairing, Lobby lobby) {}

  /// Nothing happens before [#open].
  ///
  /// @param clock with what is known of earlier meetings
  public Vigil(LobbyClock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /// Begins.
  public void open(long nowNanos) {
    if (state == State.CLOSED) {
      connect();
    }
  }

  /// Watches for these pairings from now on, and for no others.
  public void pairings(List<Pairing> changed, long nowNanos) {
    if (changed.size() > MAX_PAIRINGS) {
      throw new IllegalArgumentException("more than " + MAX_PAIRINGS + " pairings");
    }
    pairings.stream().filter(old -> !changed.contains(old)).forEach(clock::forget);
    pairings.clear();
    pairings.addAll(changed);
    renew(nowNanos);
  }

  /// The local clock shows this: to be told before every other call, as often as there are any.
  public void local(long unixSeconds, long nowNanos) {
    clock.local(unixSeconds);
    renew(nowNanos);
  }

  /// The two of this pairing have met in this window.
  public void met(Pairing pairing, long window, long nowNanos) {
    if (pairings.contains(pairing)) {
      clock.met(pairing, window, nowNanos);
      renew(nowNanos);
    }
  }

  /// Names the same lobbies again, to be told who waits.
  public void repeat(long nowNanos) {
    if (state == State.WATCHING) {
      transmit();
    }
  }

  /// The connection stands.
  public void connected(long nowNanos) {
    if (state == State.CONNECTING) {
      ask(nowNanos);
    }
  }

  /// The connection ended, or could not be made.
  ///
  /// @param detail for a log
  public void disconnected(String detail, long nowNanos) {
    if (state != State.CLOSED && state != State.PAUSED) {
      pause(detail, 0, nowNanos);
    }
  }

  /// One WebSocket text message of the relay.
  public void receive(String text, long nowNanos) {
    if (state != State.ASKING && state != State.WATCHING) {
      return;
    }
    switch (WireReader.relayMessage(text)) {
      case Decoded.Valid<RelayMessage>(RelayMessage message) -> onMessage(message, nowNanos);
      case Decoded.UnknownType<RelayMessage> unknown -> {}
      case Decoded.Malformed<RelayMessage> malformed ->
          drop("the relay sent what is no message: " + malformed.reason(), 0, nowNanos);
    }
  }

  private void onMessage(RelayMessage message, long nowNanos) {
    switch (message) {
      case RelayMessage.Watching(long unixSeconds) -> {
        clock.relay(unixSeconds, nowNanos);
        onWatching(nowNanos);
      }
      case RelayMessage.Called(RoomName room) -> {
        Watched called = watched.get(room);
        if (called != null) {
          tell(new ReceptionEvent.Called(called.pairing(), called.lobby()));
        }
      }
      case RelayMessage.Refused refused ->
          drop(
              "the relay refused: " + refused.reason().wireName(),
              refused.retryAfterMillis() * NANOS_PER_MILLI,
              nowNanos);
      case RelayMessage.Seated seated -> {}
      case RelayMessage.PeerChanged changed -> {}
      case RelayMessage.Delivery delivery -> {}
      case RelayMessage.Ice ice -> {}
      case RelayMessage.Forwarding forwarding -> {}
    }
  }

  private void onWatching(long nowNanos) {
    boolean asked = state == State.ASKING;
    state = State.WATCHING;
    deadlineNanos = NEVER;
    if (asked) {
      lossTold = false;
      tell(new ReceptionEvent.Watching());
    }
    // The relay's time may have changed what is to be watched.
    renew(nowNanos);
  }

  private void ask(long nowNanos) {
    state = State.ASKING;
    deadlineNanos = nowNanos + ANSWER_LIMIT_NANOS;
    compute(nowNanos);
    transmit();
  }

  private void transmit() {
    outputs.addLast(
        new VigilOutput.Transmit(
            new ClientMessage.Watch(WireLimits.VERSION, List.copyOf(watched.keySet()))));
  }

  /// Names the lobbies again where the hour has turned or the pairings have changed.
  private void renew(long nowNanos) {
    if (state == State.WATCHING && compute(nowNanos)) {
      transmit();
    }
  }

  /// @return whether there is anything new
  private boolean compute(long nowNanos) {
    Map<Pairing, Span> current = new LinkedHashMap<>();
    if (!clock.isAtALoss()) {
      for (Pairing pairing : pairings) {
        long window = clock.window(pairing, nowNanos);
        current.put(pairing, new Span(clock.lastMet(pairing), window));
      }
    }
    if (current.equals(windows)) {
      return false;
    }
    windows = current;
    watched.clear();
    current.forEach(
        (pairing, span) ->
            LobbyNames.around(pairing, span.window(), span.oldest())
                .forEach(lobby -> watched.put(lobby.room(), new Watched(pairing, lobby))));
    return true;
  }

  /// When [#onTimeout] wants to be called; [Long#MAX_VALUE] for never.
  public long deadlineNanos() {
    return deadlineNanos;
  }

  /// Time has come to `nowNanos`.
  public void onTimeout(long nowNanos) {
    if (deadlineNanos > nowNanos) {
      return;
    }
    switch (state) {
      case PAUSED -> connect();
      case ASKING -> drop("the relay did not answer", 0, nowNanos);
      case CLOSED, CONNECTING, WATCHING -> deadlineNanos = NEVER;
    }
  }

  /// Ends for good.
  public void close() {
    if (state == State.CONNECTING || state == State.ASKING || state == State.WATCHING) {
      outputs.addLast(new VigilOutput.Disconnect());
    }
    state = State.CLOSED;
    deadlineNanos = NEVER;
  }

  /// Whether the relay has our list.
  public boolean isWatching() {
    return state == State.WATCHING;
  }

  /// The next thing to do, or null.
  public @Nullable VigilOutput poll() {
    return outputs.pollFirst();
  }

  private void connect() {
    state = State.CONNECTING;
    deadlineNanos = NEVER;
    outputs.addLast(new VigilOutput.Connect());
  }

  private void tell(ReceptionEvent event) {
    outputs.addLast(new VigilOutput.Tell(event));
  }

  private void drop(String detail, long atLeastNanos, long nowNanos) {
    outputs.addLast(new VigilOutput.Disconnect());
    pause(detail, atLeastNanos, nowNanos);
  }

  private void pause(String detail, long atLeastNanos, long nowNanos) {
    state = State.PAUSED;
    deadlineNanos = nowNanos + atLeastNanos + random.nextLong(MAX_PAUSE_NANOS);
    if (!lossTold) {
      lossTold = true;
      tell(new ReceptionEvent.RelayLost(detail));
    }
  }
}
