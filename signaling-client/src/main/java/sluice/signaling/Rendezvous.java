package sluice.signaling;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.signaling.code.Secret;
import sluice.signaling.lan.LanHolder;
import sluice.signaling.lan.LanSearch;
import sluice.signaling.lobby.LobbyClock;
import sluice.signaling.lobby.LobbyCourse;
import sluice.signaling.pake.Octets;
import sluice.signaling.session.Session;
import sluice.signaling.session.SessionSetup;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.WireLimits;
import sluice.signaling.ws.RelayTime;
import sluice.signaling.ws.SessionDriver;

/// A meeting of two ends: pairing by a code, then an encrypted, ordered, reliable exchange of small
/// messages that outlives lost connections to the relay and restarts of it.
///
/// All methods may be called from any thread, the listener's included.
///
/// ```java
/// var options = RendezvousOptions.of(Purpose.SEND).withFeatures(Set.of("files"));
/// var relay = new RelayChoice.At(URI.create("wss://relay.example"));
/// Rendezvous maker = Rendezvous.make(relay, new CodeChoice.Words(2), options, event -> {
///   switch (event) {
///     case RendezvousEvent.CodeAllocated(Code code) -> System.out.println(code.text());
///     case RendezvousEvent.Paired paired -> …
///     …
///   }
/// });
/// ```
public final class Rendezvous implements AutoCloseable {
  /// Largest message, in bytes.
  public static final int MAX_MESSAGE_BYTES = 32_768;

  private static final long CLOSE_WAIT_MILLIS = 2_000;

  private final RendezvousListener listener;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Consumer<ByteBuffer> forwarded = datagram -> {};
  private volatile OptionalLong window = OptionalLong.empty();
  private SessionDriver.Course course = SessionDriver.Course.NONE;
  private @Nullable SessionDriver driver;
  private @Nullable LanHolder holder;
  private boolean closed;

  /// What comes before the session: on this network, a search.
  private interface Preparation {
    @Nullable SessionSetup setup(Rendezvous rendezvous) throws IOException, InterruptedException;
  }

  private Rendezvous(Preparation preparation, RendezvousListener listener) {
    this.listener = listener;
    this.thread =
        Thread.ofPlatform().daemon().name("sluice-rendezvous").unstarted(() -> run(preparation));
  }

  /// Makes a code and waits for who has it. Events end with [RendezvousEvent.Failed] or
  /// [RendezvousEvent.Closed].
  public static Rendezvous make(
      RelayChoice relay, CodeChoice code, RendezvousOptions options, RendezvousListener listener) {
    SecureRandom random = new SecureRandom();
    Nameplate wanted =
        switch (code) {
          case CodeChoice.Words words -> null;
          case CodeChoice.Given given -> given.code().nameplate();
        };
    Secret secret =
        switch (code) {
          case CodeChoice.Words words -> Secret.random(words.count(), random);
          case CodeChoice.Given given -> given.code().secret();
        };
    return begin(
        options,
        relay,
        rendezvous ->
            switch (relay) {
              case RelayChoice.At at -> new SessionSetup.Maker(at.relay(), wanted, secret, options);
              case RelayChoice.ThisNetwork here -> {
                Nameplate nameplate = rendezvous.hold(wanted, here.port(), random);
                yield nameplate == null
                    ? null
                    : new SessionSetup.Maker(
                        ownRelay(here.port()), nameplate, secret, onThisNetwork(options));
              }
            },
        listener);
  }

  /// Joins by a code. The code's own relay goes before `relay`.
  public static Rendezvous join(
      Code code, RelayChoice relay, RendezvousOptions options, RendezvousListener listener) {
    URI ofCode = code.relayUri();
    RelayChoice chosen = ofCode == null ? relay : new RelayChoice.At(ofCode);
    return begin(
        options,
        chosen,
        rendezvous ->
            switch (chosen) {
              case RelayChoice.At at ->
                  new SessionSetup.Joiner(at.relay(), code.nameplate(), code.secret(), options);
              case RelayChoice.ThisNetwork here -> {
                URI found = rendezvous.find(code.nameplate());
                yield found == null
                    ? null
                    : new SessionSetup.Joiner(
                        found, code.nameplate(), code.secret(), onThisNetwork(options));
              }
            },
        listener);
  }

  /// Comes to a paired peer and waits until it answers, following the hours: `docs/protocol.md`,
  /// section 10. Takes no code.
  public static Rendezvous call(
      URI relay,
      KeptPairing kept,
      TimeOfDay time,
      RendezvousOptions options,
      RendezvousListener listener) {
    return begin(
        options,
        new RelayChoice.At(relay),
        rendezvous -> {
          LobbyClock clock = new LobbyClock(time.buildUnixSeconds());
          clock.local(time.unixSeconds().getAsLong());
          if (kept.lastWindow() != Long.MIN_VALUE) {
            clock.met(kept.pairing(), kept.lastWindow(), 0);
          }
          if (clock.needsRelay(kept.pairing(), 0)) {
            RelayTime.ask(relay, options.access()).ifPresent(seconds -> clock.relay(seconds, 0));
          }
          LobbyCourse course = new LobbyCourse(kept, clock, 0);
          rendezvous.follow(course, time.unixSeconds());
          return new SessionSetup.Caller(relay, course.current(), kept.pairing(), options);
        },
        listener);
  }

  /// Answers a paired peer that waits in a lobby ([ReceptionEvent.Called]).
  public static Rendezvous answer(
      URI relay,
      Pairing pairing,
      Lobby lobby,
      RendezvousOptions options,
      RendezvousListener listener) {
    return begin(
        options,
        new RelayChoice.At(relay),
        rendezvous -> {
          rendezvous.window = OptionalLong.of(lobby.window());
          return new SessionSetup.Answerer(relay, lobby, pairing, options);
        },
        listener);
  }

  private void follow(LobbyCourse lobbies, LongSupplier unixSeconds) {
    window = OptionalLong.of(lobbies.current().window());
    course =
        (session, nowNanos) -> {
          Lobby next = lobbies.at(unixSeconds.getAsLong(), nowNanos);
          if (next != lobbies.current() && session.moveTo(next.room(), nowNanos)) {
            lobbies.moved(next);
            window = OptionalLong.of(next.window());
          }
        };
  }

  /// The window in which the paired peers meet; nothing where a code is used.
  public OptionalLong window() {
    return window;
  }

  private static RendezvousOptions onThisNetwork(RendezvousOptions options) {
    return options.withAccess(options.access().onThisNetwork());
  }

  /// Who demanded a proxy is not led past it: the network at hand has none.
  private static Rendezvous begin(
      RendezvousOptions options,
      RelayChoice relay,
      Preparation preparation,
      RendezvousListener listener) {
    boolean pastTheProxy =
        relay instanceof RelayChoice.ThisNetwork
            && options.access().proxy() instanceof RelayAccess.ProxyRule.Always;
    Rendezvous rendezvous =
        new Rendezvous(pastTheProxy ? Rendezvous::refuse : preparation, listener);
    rendezvous.thread.start();
    return rendezvous;
  }

  private @Nullable SessionSetup refuse() {
    tellEnd(new RendezvousEvent.Failed(new SignalingFailure.NoRelayForProxy()));
    return null;
  }

  private static URI ownRelay(int port) {
    return URI.create("ws://127.0.0.1:" + port);
  }

  private void run(Preparation preparation) {
    try {
      SessionSetup setup = preparation.setup(this);
      if (setup != null) {
        drive(setup);
      }
    } catch (IOException e) {
      tellEnd(
          isClosed()
              ? new RendezvousEvent.Closed()
              : new RendezvousEvent.Failed(
                  new SignalingFailure.LocalNetwork(String.valueOf(e.getMessage()))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      tellEnd(new RendezvousEvent.Closed());
    } finally {
      LanHolder open = openHolder();
      if (open != null) {
        open.close();
      }
      ended.countDown();
    }
  }

  private void drive(SessionSetup setup) throws InterruptedException {
    SessionDriver ready =
        new SessionDriver(setup, course, listener, datagram -> forwarded.accept(datagram));
    synchronized (this) {
      if (!closed) {
        driver = ready;
      }
    }
    if (driver() == null) {
      tellEnd(new RendezvousEvent.Closed());
      return;
    }
    listener.onEvent(new RendezvousEvent.RelayChosen(setup.relay()));
    ready.run();
  }

  private void tellEnd(RendezvousEvent event) {
    listener.onEvent(event);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized @Nullable LanHolder openHolder() {
    return holder;
  }

  private synchronized @Nullable SessionDriver driver() {
    return driver;
  }

  /// Takes a nameplate of this network; null when the wanted one is held by another.
  private @Nullable Nameplate hold(@Nullable Nameplate wanted, int port, SecureRandom random)
      throws IOException {
    if (wanted != null && LanSearch.isHeld(wanted, random)) {
      tellEnd(new RendezvousEvent.Failed(new SignalingFailure.NameplateTaken(wanted)));
      return null;
    }
    Nameplate nameplate = wanted == null ? LanSearch.drawFree(random) : wanted;
    LanHolder opened = LanHolder.open(nameplate, port, random);
    synchronized (this) {
      holder = opened;
    }
    return nameplate;
  }

  private @Nullable URI find(Nameplate nameplate) throws IOException {
    return switch (LanSearch.find(nameplate, new SecureRandom())) {
      case LanSearch.Result.Found found -> found.relay();
      case LanSearch.Result.Ambiguous several -> {
        tellEnd(
            new RendezvousEvent.Failed(
                new SignalingFailure.Ambiguous(nameplate, several.holders())));
        yield null;
      }
      case LanSearch.Result.None none -> {
        tellEnd(new RendezvousEvent.Failed(new SignalingFailure.NoRelayFound(nameplate)));
        yield null;
      }
    };
  }

  /// Sends a message to the paired peer. It waits for the relay and the peer as long as both may
  /// come back; the order is kept.
  ///
  /// @param message at most [#MAX_MESSAGE_BYTES]; copied
  /// @return false when 256 messages or 1 MiB wait for their acknowledgement already, or when all
  ///     is over: nothing was taken
  /// @throws IllegalStateException before [RendezvousEvent.Paired]
  public boolean send(ByteBuffer message) {
    return paired().act((session, nowNanos) -> session.send(message, nowNanos) ? 1 : 0) == 1;
  }

  /// Longest datagram that is forwarded, in bytes.
  public static final int MAX_DATAGRAM_BYTES = WireLimits.MAX_DATAGRAM_BYTES;

  /// Sends a datagram to the paired peer through the relay: unreliable, and the relay reads it, so it
  /// must be encrypted. Never blocks.
  ///
  /// @param datagram 1 to [#MAX_DATAGRAM_BYTES]; copied
  /// @return false if it was dropped, because the relay does not forward ([RendezvousEvent.ForwardingOffered]) or
  ///     is away
  public boolean forward(ByteBuffer datagram) {
    SessionDriver running = driver();
    return running != null && running.forward(datagram);
  }

  /// Sets who hears forwarded datagrams, on a thread of the connection's: it must not block, and each
  /// buffer is valid during the call only. Until then they are dropped.
  public void onForwarded(Consumer<ByteBuffer> receiver) {
    forwarded = receiver;
  }

  /// Makes sure that the relay is there, because it is needed now: a connection on which nothing came
  /// for a while is tried and given up soon, and a pause between two attempts is cut short. May be
  /// called as often as there is reason to.
  public void checkRelay() {
    SessionDriver running = driver();
    if (running != null) {
      running.check();
    }
  }

  /// A secret of this session, 32 bytes, the same at both ends: for taking it up again later.
  ///
  /// @throws IllegalStateException before [RendezvousEvent.Paired]
  public byte[] resumeSecret() {
    return paired().ask(Session::resumeSecret);
  }

  /// The secret of a pairing for good, the same at both ends: `docs/protocol.md`, section 9.
  ///
  /// @param own this installation
  /// @param theirs the other end's, as it told
  /// @throws IllegalStateException before [RendezvousEvent.Paired]
  public Pairing pairing(Octets own, Octets theirs) {
    byte[] secret = paired().ask(session -> session.pairingSecret(own, theirs));
    return new Pairing(Octets.of(secret), own, theirs);
  }

  private SessionDriver paired() {
    SessionDriver running = driver();
    if (running == null) {
      throw new IllegalStateException("not paired");
    }
    return running;
  }

  /// Takes leave: tells the paired peer why, waits at most 2 s for its acknowledgement, gives the
  /// seat up and closes. Returns at once; [RendezvousEvent.Closed] follows.
  ///
  /// @param text for the peer's log or user; cut at 256 bytes of UTF-8
  public void bye(ByeReason reason, String text) {
    SessionDriver running = beginClosing();
    if (running != null) {
      running.act(
          (session, nowNanos) -> {
            session.bye(reason, text, nowNanos);
            return 0;
          });
    }
  }

  /// Gives the seat up and closes without a word to the peer, and waits for the end, at most 2 s;
  /// called by the listener it does not wait. Closing twice does nothing.
  @Override
  public void close() {
    SessionDriver running = beginClosing();
    if (running != null) {
      running.act(
          (session, nowNanos) -> {
            session.close(nowNanos);
            return 0;
          });
    }
    awaitEnd();
  }

  /// A search on this network is cut short; a session is ended by its driver.
  private synchronized @Nullable SessionDriver beginClosing() {
    closed = true;
    if (driver == null) {
      thread.interrupt();
    }
    return driver;
  }

  private void awaitEnd() {
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    try {
      if (!ended.await(CLOSE_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
