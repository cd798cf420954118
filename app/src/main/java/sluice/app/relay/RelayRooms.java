package sluice.app.relay;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.signaling.Departure;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Decoded;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.WireLimits;
import sluice.signaling.wire.WireReader;

/// The relay without its sockets: who sits where, what is forwarded to whom, who is refused
/// (`signaling-client/docs/protocol.md`, section 2). It keeps nothing but the seats; what a seat that
/// is away should have received is dropped, since the two ends repeat.
///
/// Not for several threads. After each call, {@link #poll} until there is nothing more.
public final class RelayRooms {
  private static final int CANNOT_ACCEPT = 1003;

  private final RelayLimits limits;
  private final Places places;
  private final SourceLedger ledger;
  private final Timers timers = new Timers();
  private final Map<Long, Link> links = new HashMap<>();
  private final Outbox outbox = new Outbox();
  private final IceDesk ice;
  private final ForwardDesk forwarding;
  private final LinkWatch watch;
  private final Vacancies vacancies;
  private final Watches watches;
  private long unixSeconds;

  /// @param random draws the nameplates; a secure one outside of simulations
  /// @param offers handed to the two in a room
  /// @param forward how much is forwarded between them; nothing for none
  public RelayRooms(
      RelayLimits limits,
      RandomGenerator random,
      IceOffers offers,
      Optional<ForwardLimits> forward) {
    this.limits = limits;
    this.ledger = new SourceLedger(limits);
    this.places = new Places(limits, random);
    this.ice = new IceDesk(offers, random, outbox);
    this.forwarding = new ForwardDesk(forward, timers, outbox);
    Ends ends = new Ends();
    this.watch = new LinkWatch(limits, timers, outbox, ends);
    this.watches = new Watches(outbox);
    this.vacancies =
        new Vacancies(limits, timers, places, forwarding, watches, watch, outbox, ends);
  }

  /// Tells the time of day: credentials are made for it, and clients ask for it.
  public void timeOfDay(long seconds) {
    unixSeconds = seconds;
    ice.timeOfDay(seconds);
  }

  /// A client connected.
  ///
  /// @param connection names it from now on; never used twice
  public void connected(long connection, Visitor visitor, long nowNanos) {
    if (links.size() >= limits.connections() || !ledger.admit(visitor.source(), nowNanos)) {
      outbox.turnAway(connection);
      return;
    }
    Link link = new Link(connection, visitor, limits, forwarding.messages(), nowNanos);
    if (links.putIfAbsent(connection, link) != null) {
      throw new IllegalStateException("connection " + connection + " exists");
    }
    watch.begin(link, nowNanos);
  }

  /// A text message arrived. From a connection that was closed meanwhile it is dropped.
  public void receive(long connection, String text, long nowNanos) {
    Link link = links.get(connection);
    if (link == null) {
      return;
    }
    watch.heard(link, nowNanos);
    if (text.length() > WireLimits.MAX_FRAME_BYTES) {
      refuse(link, RefusalReason.TOO_LARGE, nowNanos);
      return;
    }
    if (!link.admits(text.length(), nowNanos)) {
      slowDown(link, 1000, nowNanos);
      return;
    }
    switch (WireReader.clientMessage(text)) {
      case Decoded.Valid<ClientMessage>(ClientMessage message) -> handle(link, message, nowNanos);
      case Decoded.UnknownType<ClientMessage>() -> refuse(link, RefusalReason.MALFORMED, nowNanos);
      case Decoded.Malformed<ClientMessage> _ -> refuse(link, RefusalReason.MALFORMED, nowNanos);
    }
  }

  /// A binary message arrived: datagrams for the other seat. What may not be forwarded closes the
  /// connection with 1003, "received a type of data it cannot accept" (RFC 6455, section 7.4.1). More than
  /// its rate is dropped: who sends datagrams expects that.
  public void forward(long connection, ByteBuffer message, long nowNanos) {
    Link link = links.get(connection);
    if (link == null) {
      return;
    }
    watch.heard(link, nowNanos);
    if (!link.admitsForwarded(nowNanos)) {
      return;
    }
    Place.Seat seat = link.seat;
    boolean taken =
        seat == null
            ? link.history == Link.History.SEATED_IN_ROOM
            : forwarding.receive(seat, message, nowNanos);
    if (!taken) {
      close(link, CANNOT_ACCEPT, "not forwarded", nowNanos);
    }
  }

  /// A ping or pong arrived.
  public void heard(long connection, long nowNanos) {
    Link link = links.get(connection);
    if (link != null) {
      watch.heard(link, nowNanos);
    }
  }

  /// The connection ended by itself. Its seat is kept for a while.
  public void disconnected(long connection, long nowNanos) {
    Link link = links.get(connection);
    if (link != null) {
      forget(link, Departure.CLOSED, nowNanos);
    }
  }

  /// Tells everybody that the relay ends, and closes.
  public void shutdown(long nowNanos) {
    for (Link link : List.copyOf(links.values())) {
      refuse(link, RefusalReason.SHUTDOWN, nowNanos);
    }
  }

  /// Time has come to {@link #deadlineNanos}.
  public void onTimeout(long nowNanos) {
    timers.run(nowNanos);
  }

  /// When {@link #onTimeout} is due; `Long.MAX_VALUE` for never.
  public long deadlineNanos() {
    return timers.deadlineNanos();
  }

  /// The next thing to do on a connection, or null.
  public @Nullable RelayAction poll() {
    return outbox.poll();
  }

  /// Connections at present.
  public int connections() {
    return links.size();
  }

  /// Nameplates at present.
  public int nameplates() {
    return places.nameplates();
  }

  /// Rooms at present.
  public int rooms() {
    return places.rooms();
  }

  int pendingTimers() {
    return timers.size();
  }

  private void handle(Link link, ClientMessage message, long nowNanos) {
    switch (message) {
      case ClientMessage.Claim claim -> claim(link, claim, nowNanos);
      case ClientMessage.Send send -> forward(link, send, nowNanos);
      case ClientMessage.AskIce() -> answerIce(link, nowNanos);
      case ClientMessage.Leave() -> leave(link, nowNanos);
      case ClientMessage.Watch watching -> watch(link, watching, nowNanos);
    }
  }

  private void claim(Link link, ClientMessage.Claim claim, long nowNanos) {
    if (claim.version() != WireLimits.VERSION) {
      refuse(link, RefusalReason.VERSION, nowNanos);
      return;
    }
    if (watches.isWatching(link)) {
      refuse(link, RefusalReason.MALFORMED, nowNanos);
      return;
    }
    if (link.lateRefusal != null || !ledger.claim(link.source(), nowNanos)) {
      slowDown(link, 1000, nowNanos);
      return;
    }
    if (claim instanceof ClientMessage.Join) {
      long millis = ledger.refusedForMillis(link.source(), nowNanos);
      if (millis > 0) {
        slowDown(link, millis, nowNanos);
        return;
      }
    }
    Places.Finding finding = places.find(claim, link, nowNanos);
    switch (finding) {
      case Places.Finding.Free(Place place, var role) ->
          sit(link, place.take(role, claim.token()), nowNanos);
      case Places.Finding.Held(Place.Seat seat) -> sit(link, seat, nowNanos);
      case Places.Finding.Refused(RefusalReason reason) -> refuse(link, reason, nowNanos);
      case Places.Finding.FormerlyHeld() -> refuse(link, RefusalReason.UNKNOWN, nowNanos);
      case Places.Finding.Absent() -> countFailure(link, nowNanos);
    }
  }

  /// Section 2.8: a connection that watches has no seat, and needs none to stay.
  private void watch(Link link, ClientMessage.Watch watching, long nowNanos) {
    if (watching.version() != WireLimits.VERSION) {
      refuse(link, RefusalReason.VERSION, nowNanos);
      return;
    }
    if (!ledger.claim(link.source(), nowNanos)) {
      slowDown(link, 1000, nowNanos);
      return;
    }
    if (link.seat != null && !watching.rooms().isEmpty()) {
      refuse(link, RefusalReason.MALFORMED, nowNanos);
      return;
    }
    if (!watches.set(link, watching.rooms())) {
      refuse(link, RefusalReason.FULL, nowNanos);
      return;
    }
    if (watches.isWatching(link)) {
      watch.disarmIdle(link);
    } else if (link.seat == null) {
      watch.armIdle(link, nowNanos);
    }
    send(link, new RelayMessage.Watching(unixSeconds));
    for (RoomName room : watching.rooms()) {
      Place place = places.room(room);
      if (place != null) {
        watches.callFor(link, place);
      }
    }
  }

  private void countFailure(Link link, long nowNanos) {
    switch (ledger.fail(link.source(), nowNanos)) {
      case SourceLedger.Verdict.Answer() -> refuse(link, RefusalReason.UNKNOWN, nowNanos);
      case SourceLedger.Verdict.Delay(long nanos) ->
          link.lateRefusal =
              timers.at(
                  nowNanos + nanos,
                  now -> {
                    link.lateRefusal = null;
                    refuse(link, RefusalReason.UNKNOWN, now);
                  });
      case SourceLedger.Verdict.Refuse(long millis) -> slowDown(link, millis, nowNanos);
    }
  }

  /// Gives the seat to the connection; the one that had it before is closed.
  private void sit(Link link, Place.Seat seat, long nowNanos) {
    Link before = seat.link;
    if (before != null && before != link) {
      before.seat = null;
      refuse(before, RefusalReason.REPLACED, nowNanos);
    }
    if (link.seat != null && link.seat != seat) {
      giveUp(link, nowNanos);
    }
    timers.cancel(seat.grace);
    seat.grace = null;
    watch.disarmIdle(link);
    seat.link = link;
    link.seat = seat;
    vacancies.armExpiry(seat.place(), nowNanos);
    switch (seat.place().name()) {
      case Place.Name.OfNameplate(var nameplate) -> {
        link.history = Link.History.SEATED_AT_NAMEPLATE;
        send(link, new RelayMessage.SeatedAtNameplate(nameplate, seat.peer()));
      }
      case Place.Name.OfRoom(var room) -> {
        link.history = Link.History.SEATED_IN_ROOM;
        send(link, new RelayMessage.SeatedInRoom(room, seat.peer()));
      }
    }
    vacancies.tellOther(seat, Presence.HERE);
    ice.tellBoth(seat);
    forwarding.tellBoth(seat);
    watches.call(seat.place());
  }

  private void forward(Link link, ClientMessage.Send send, long nowNanos) {
    Place.Seat seat = link.seat;
    if (seat == null) {
      refuseIfNeverSeated(link, nowNanos);
      return;
    }
    Place.Seat other = seat.other();
    if (other != null && other.link != null) {
      send(other.link, new RelayMessage.Delivery(send.payload()));
    }
  }

  private void answerIce(Link link, long nowNanos) {
    Place.Seat seat = link.seat;
    if (seat == null) {
      refuseIfNeverSeated(link, nowNanos);
    } else {
      ice.tell(seat);
    }
  }

  /// A place may end while a message to it is on its way: that is no fault of the sender's.
  private void refuseIfNeverSeated(Link link, long nowNanos) {
    if (link.history == Link.History.NEVER_SEATED) {
      refuse(link, RefusalReason.MALFORMED, nowNanos);
    }
  }

  private void leave(Link link, long nowNanos) {
    if (link.seat == null) {
      refuseIfNeverSeated(link, nowNanos);
      return;
    }
    giveUp(link, nowNanos);
    watch.armIdle(link, nowNanos);
  }

  /// The connection gives its seat up, without grace.
  private void giveUp(Link link, long nowNanos) {
    Place.Seat seat = link.seat;
    if (seat != null) {
      link.seat = null;
      seat.link = null;
      vacancies.vacate(seat, nowNanos);
    }
  }

  /// Ends of which the watch decides.
  private final class Ends implements LinkWatch.Ends {
    @Override
    public void silent(Link link, long nowNanos) {
      outbox.close(link.id(), 1000, "silence");
      forget(link, Departure.SILENT, nowNanos);
    }

    @Override
    public void refuse(Link link, RefusalReason reason, long nowNanos) {
      RelayRooms.this.refuse(link, reason, nowNanos);
    }
  }

  private void slowDown(Link link, long millis, long nowNanos) {
    send(link, new RelayMessage.Refused(RefusalReason.SLOW_DOWN, millis, null));
    close(link, RefusalReason.SLOW_DOWN.closeCode(), "slow-down", nowNanos);
  }

  private void refuse(Link link, RefusalReason reason, long nowNanos) {
    send(link, RelayMessage.Refused.of(reason));
    if (reason.closes()) {
      close(link, reason.closeCode(), reason.wireName(), nowNanos);
    }
  }

  private void close(Link link, int code, String reason, long nowNanos) {
    outbox.close(link.id(), code, reason);
    forget(link, Departure.CLOSED, nowNanos);
  }

  private void forget(Link link, Departure how, long nowNanos) {
    links.remove(link.id());
    ledger.leave(link.source());
    watch.end(link);
    watches.end(link);
    Place.Seat seat = link.seat;
    if (seat == null) {
      return;
    }
    link.seat = null;
    seat.link = null;
    seat.absence = how;
    long graceNanos =
        switch (how) {
          case CLOSED -> WireLimits.SEAT_GRACE_NANOS;
          case SILENT -> WireLimits.SILENT_GRACE_NANOS;
        };
    seat.grace = timers.at(nowNanos + graceNanos, now -> vacancies.vacate(seat, now));
    vacancies.tellOther(seat, seat.absent());
  }

  private void send(Link link, RelayMessage message) {
    outbox.send(link.id(), message);
  }
}
