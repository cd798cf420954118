package sluice.signaling.ws;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.signaling.AwakeClock;
import sluice.signaling.Departure;
import sluice.signaling.ReceptionEvent;
import sluice.signaling.RelayAccess;
import sluice.signaling.lobby.LobbyClock;
import sluice.signaling.lobby.Vigil;
import sluice.signaling.lobby.VigilOutput;
import sluice.signaling.wire.WireLimits;
import sluice.signaling.wire.WireWriter;

/// Turns the crank of one [Vigil], for months: gives it both times and the relay's texts, does what it
/// wants, and tells its owner on a thread of its own.
public final class VigilDriver {
  private static final long PAUSE_NANOS = 5_000_000_000L;

  /// Events that the owner has not heard: one for each watched room, and the relay's own.
  private static final int MAX_UNHEARD = WireLimits.MAX_WATCHED_ROOMS + 2;

  private final Consumer<ReceptionEvent> listener;
  private final LongSupplier unixSeconds;
  private final RelaySocket socket;
  private final Vigil vigil;
  private final AwakeClock clock = new AwakeClock(System::nanoTime);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<ReceptionEvent> unheard = new ArrayList<>();

  private @Nullable RelayLine line;
  private long heardAtNanos;
  private boolean pinged;
  private boolean closed;

  /// Something to do with the engine.
  @FunctionalInterface
  public interface Action {
    /// Does it.
    void on(Vigil vigil, long nowNanos);
  }

  /// Nothing happens before [#run].
  ///
  /// @param unixSeconds the local clock
  public VigilDriver(
      URI relay,
      RelayAccess access,
      LobbyClock lobbyClock,
      LongSupplier unixSeconds,
      Consumer<ReceptionEvent> listener) {
    this.listener = listener;
    this.unixSeconds = unixSeconds;
    this.socket = new RelaySocket(relay, access);
    this.vigil = new Vigil(lobbyClock, new SecureRandom());
  }

  /// Acts on the engine, then does what it wants.
  public void act(Action action) {
    lock.lock();
    try {
      long now = clock.nowNanos();
      vigil.local(unixSeconds.getAsLong(), now);
      action.on(vigil, now);
      drain();
      if (!unheard.isEmpty()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether the relay has our list.
  public boolean isWatching() {
    lock.lock();
    try {
      return vigil.isWatching();
    } finally {
      lock.unlock();
    }
  }

  /// Watches on the calling thread, which hears all events, until [#close].
  ///
  /// @throws InterruptedException when the thread is interrupted, which ends it too
  public void run() throws InterruptedException, IOException {
    try {
      socket.start();
      act(Vigil::open);
      while (true) {
        List<ReceptionEvent> events = awaitEvents();
        if (events.isEmpty() && isClosed()) {
          return;
        }
        events.forEach(this::tell);
        act(this::tick);
      }
    } finally {
      socket.stop();
    }
  }

  /// A listener that fails must not end what waits for months.
  private void tell(ReceptionEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException fault) {
      System.getLogger(VigilDriver.class.getName())
          .log(System.Logger.Level.ERROR, "a listener failed", fault);
    }
  }

  /// Waits a while, or until it is closed: before {@link #run} is tried again.
  public void pause() throws InterruptedException {
    lock.lock();
    try {
      long left = PAUSE_NANOS;
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends it: no event comes any more.
  public void close() {
    lock.lock();
    try {
      closed = true;
      vigil.close();
      drain();
      unheard.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether it was ended.
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private List<ReceptionEvent> awaitEvents() throws InterruptedException {
    lock.lock();
    try {
      long left = clock.promise(Math.min(vigil.deadlineNanos(), pulseAtNanos()) - clock.nowNanos());
      while (unheard.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<ReceptionEvent> events = List.copyOf(unheard);
      unheard.clear();
      return events;
    } finally {
      lock.unlock();
    }
  }

  private void tick(Vigil ticking, long nowNanos) {
    RelayLine open = line;
    if (open != null && pulseAtNanos() <= nowNanos) {
      if (pinged) {
        line = null;
        open.abort();
        ticking.disconnected("the relay is silent", nowNanos);
      } else {
        pinged = true;
        open.ping();
      }
    }
    if (ticking.deadlineNanos() <= nowNanos) {
      ticking.onTimeout(nowNanos);
    }
  }

  private long pulseAtNanos() {
    if (line == null) {
      return Long.MAX_VALUE;
    }
    return heardAtNanos + (pinged ? WireLimits.SILENCE_LIMIT_NANOS : WireLimits.PING_AFTER_NANOS);
  }

  private void heard() {
    heardAtNanos = clock.nowNanos();
    pinged = false;
  }

  private void drain() {
    VigilOutput output;
    while ((output = vigil.poll()) != null) {
      switch (output) {
        case VigilOutput.Connect() -> {
          heard();
          RelayLine fresh = new RelayLine(new Ear());
          line = fresh;
          socket.connect(fresh);
        }
        case VigilOutput.Transmit(var message) -> {
          if (line != null) {
            line.send(WireWriter.text(message));
          }
        }
        case VigilOutput.Disconnect() -> {
          if (line != null) {
            line.close();
            line = null;
          }
        }
        case VigilOutput.Tell(ReceptionEvent event) -> {
          if (unheard.size() < MAX_UNHEARD && !unheard.contains(event)) {
            unheard.add(event);
          }
        }
      }
    }
  }

  /// Hears Jetty's threads and passes on what belongs to the line in use.
  private final class Ear implements RelaySocket.Listener {
    @Override
    public void onOpen(RelayLine opened) {
      about(opened, Vigil::connected);
    }

    @Override
    public void onText(RelayLine from, String text) {
      about(from, (vigil, nowNanos) -> vigil.receive(text, nowNanos));
    }

    @Override
    public void onDatagram(RelayLine from, ByteBuffer datagram) {}

    @Override
    public void onSign(RelayLine from) {
      lock.lock();
      try {
        if (from == line) {
          heard();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onClosed(RelayLine from, String detail, Departure how) {
      about(
          from,
          (vigil, nowNanos) -> {
            line = null;
            vigil.disconnected(detail + socket.wayText(), nowNanos);
          });
    }

    private void about(RelayLine from, Action action) {
      act(
          (vigil, nowNanos) -> {
            if (from == line) {
              heard();
              action.on(vigil, nowNanos);
            }
          });
    }
  }
}
