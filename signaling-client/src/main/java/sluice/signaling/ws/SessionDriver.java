package sluice.signaling.ws;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.signaling.AwakeClock;
import sluice.signaling.Departure;
import sluice.signaling.RendezvousEvent;
import sluice.signaling.RendezvousListener;
import sluice.signaling.SignalingFailure;
import sluice.signaling.session.Session;
import sluice.signaling.session.SessionOutput;
import sluice.signaling.session.SessionSetup;
import sluice.signaling.wire.WireLimits;
import sluice.signaling.wire.WireWriter;

/// Turns the crank of one [Session]: gives it time and texts, does what it wants, and tells its
/// owner on a thread of its own.
public final class SessionDriver {
  private static final long FLUSH_MILLIS = 1_000;

  /// A connection that was silent for so long is tried when somebody needs it.
  private static final long UNHEARD_NANOS = 1_000_000_000L;

  /// How soon a sign of life must come then.
  private static final long CHECK_LIMIT_NANOS = 3_000_000_000L;

  /// Texts whose events the owner has not heard; beyond this the relay's connection is not read.
  private static final int MAX_UNHEARD_TEXTS = 64;

  private final RendezvousListener listener;
  private final Consumer<ByteBuffer> forwarded;
  private final RelaySocket socket;
  private final Session session;
  private final AwakeClock clock = new AwakeClock(System::nanoTime);
  private final ReentrantLock lock = new ReentrantLock();
  private final BlockingQueue<Note> notes = new LinkedBlockingQueue<>();
  private final Semaphore unheardTexts = new Semaphore(MAX_UNHEARD_TEXTS);

  private final Course course;

  private volatile @Nullable Thread thread;

  /// The line whose relay forwards; past the lock, for there are many datagrams.
  private volatile @Nullable RelayLine forwarding;

  private @Nullable RelayLine line;
  private @Nullable RelayLine lastLine;
  private long heardAtNanos;
  private long silenceLimitNanos = WireLimits.SILENCE_LIMIT_NANOS;
  private boolean pinged;

  /// What wakes the driver's thread.
  private sealed interface Note {}

  private record Wake() implements Note {}

  private record Event(RendezvousEvent event) implements Note {}

  /// All events of one text lie before this.
  private record TextHeard() implements Note {}

  /// Nothing happens before [#run].
  ///
  /// @param forwarded hears forwarded datagrams
  /// @param course where the session is led as time passes
  public SessionDriver(
      SessionSetup setup,
      Course course,
      RendezvousListener listener,
      Consumer<ByteBuffer> forwarded) {
    this.listener = listener;
    this.course = course;
    this.forwarded = forwarded;
    this.socket = new RelaySocket(setup.relay(), setup.options().access());
    this.session = new Session(setup, new SecureRandom());
  }

  /// Acts on the session, then does what it wants.
  ///
  /// @param action gets the session and the time
  /// @return what the action returned
  public long act(Action action) {
    lock.lock();
    try {
      long result = action.on(session, nowNanos());
      drain();
      return result;
    } finally {
      lock.unlock();
    }
  }

  /// Leads a session to another place when its time has come.
  @FunctionalInterface
  public interface Course {
    /// It stays where it is.
    Course NONE = (session, nowNanos) -> {};

    /// Asked every few seconds.
    void steer(Session session, long nowNanos);
  }

  /// Something to do with the session.
  @FunctionalInterface
  public interface Action {
    /// Does it.
    long on(Session session, long nowNanos);
  }

  /// Reads something of the session.
  public <T> T ask(Function<Session, T> question) {
    lock.lock();
    try {
      return question.apply(session);
    } finally {
      lock.unlock();
    }
  }

  private long nowNanos() {
    return clock.nowNanos();
  }

  /// Runs the session on the calling thread, which hears all events, until its last.
  ///
  /// @throws InterruptedException when the thread is interrupted, which ends the session unheard
  public void run() throws InterruptedException {
    thread = Thread.currentThread();
    try {
      socket.start();
      act(timed(Session::open));
      while (!handle(notes.poll(waitNanos(), TimeUnit.NANOSECONDS))) {
        act(this::tick);
      }
    } catch (IOException e) {
      listener.onEvent(
          new RendezvousEvent.Failed(
              new SignalingFailure.LocalNetwork(String.valueOf(e.getMessage()))));
    } finally {
      unheardTexts.release(MAX_UNHEARD_TEXTS);
      socket.stop();
    }
  }

  private interface Timed {
    void at(Session session, long nowNanos);
  }

  private static Action timed(Timed call) {
    return (session, nowNanos) -> {
      call.at(session, nowNanos);
      return 0;
    };
  }

  /// @return whether it was the last
  private boolean handle(@Nullable Note note) throws InterruptedException {
    if (note instanceof TextHeard) {
      unheardTexts.release();
    }
    if (!(note instanceof Event(RendezvousEvent event))) {
      return false;
    }
    boolean last =
        event instanceof RendezvousEvent.Failed || event instanceof RendezvousEvent.Closed;
    if (last) {
      flush();
    }
    listener.onEvent(event);
    return last;
  }

  /// Whoever hears the last event may end the process: what was to be sent goes out before.
  private void flush() throws InterruptedException {
    RelayLine closing = lastLine();
    if (closing != null && !closing.awaitClosed(FLUSH_MILLIS, TimeUnit.MILLISECONDS)) {
      closing.abort();
    }
  }

  private @Nullable RelayLine lastLine() {
    lock.lock();
    try {
      return lastLine;
    } finally {
      lock.unlock();
    }
  }

  private long waitNanos() {
    lock.lock();
    try {
      return clock.promise(Math.min(session.deadlineNanos(), pulseAtNanos()) - nowNanos());
    } finally {
      lock.unlock();
    }
  }

  /// When the silence of the relay wants a ping, or has lasted too long.
  private long pulseAtNanos() {
    if (line == null) {
      return Long.MAX_VALUE;
    }
    return heardAtNanos + (pinged ? silenceLimitNanos : WireLimits.PING_AFTER_NANOS);
  }

  /// Makes sure of the relay: asks it for a sign of life that must come soon.
  public void check() {
    act(
        (checked, nowNanos) -> {
          RelayLine open = line;
          if (open == null) {
            checked.hurry(nowNanos);
          } else if (silenceLimitNanos == WireLimits.SILENCE_LIMIT_NANOS
              && nowNanos - heardAtNanos >= UNHEARD_NANOS) {
            pinged = true;
            silenceLimitNanos =
                Math.min(silenceLimitNanos, nowNanos - heardAtNanos + CHECK_LIMIT_NANOS);
            open.ping();
          }
          return 0;
        });
  }

  /// Sends a datagram through the relay.
  ///
  /// @return false if it was dropped
  public boolean forward(ByteBuffer datagram) {
    RelayLine open = forwarding;
    if (datagram.remaining() > WireLimits.MAX_DATAGRAM_BYTES || !datagram.hasRemaining()) {
      throw new IllegalArgumentException("1 to " + WireLimits.MAX_DATAGRAM_BYTES + " bytes");
    }
    return open != null && open.send(datagram);
  }

  private void heard() {
    heardAtNanos = nowNanos();
    pinged = false;
    silenceLimitNanos = WireLimits.SILENCE_LIMIT_NANOS;
  }

  private long tick(Session ticking, long nowNanos) {
    RelayLine open = line;
    if (open != null && pulseAtNanos() <= nowNanos) {
      if (pinged) {
        dropLine();
        open.abort();
        ticking.disconnected("the relay is silent", Departure.SILENT, nowNanos);
      } else {
        pinged = true;
        open.ping();
      }
    }
    if (ticking.deadlineNanos() <= nowNanos) {
      ticking.onTimeout(nowNanos);
    }
    course.steer(ticking, nowNanos);
    return 0;
  }

  private void dropLine() {
    line = null;
    forwarding = null;
  }

  private void drain() {
    SessionOutput output;
    while ((output = session.poll()) != null) {
      switch (output) {
        case SessionOutput.Connect connect -> {
          heard();
          RelayLine fresh = new RelayLine(new Ear());
          line = fresh;
          lastLine = fresh;
          socket.connect(fresh);
        }
        case SessionOutput.Transmit transmit -> {
          if (line != null) {
            line.send(WireWriter.text(transmit.message()));
          }
        }
        case SessionOutput.Disconnect disconnect -> {
          if (line != null) {
            line.close();
            dropLine();
          }
        }
        case SessionOutput.Tell(RendezvousEvent event) -> {
          if (event instanceof RendezvousEvent.ForwardingOffered(int bytesPerSecond)) {
            forwarding = bytesPerSecond > 0 ? line : null;
          }
          notes.add(new Event(event));
        }
      }
    }
    if (!Thread.currentThread().equals(thread)) {
      // Deadlines may have changed under the waiting thread.
      notes.add(new Wake());
    }
  }

  /// Hears Jetty's threads and passes on what belongs to the line in use.
  private final class Ear implements RelaySocket.Listener {
    @Override
    public void onOpen(RelayLine opened) {
      onSign(opened);
      act(
          timed(
              (session, nowNanos) -> {
                if (opened == line) {
                  session.connected(nowNanos);
                }
              }));
    }

    @Override
    public void onText(RelayLine from, String text) {
      onSign(from);
      try {
        unheardTexts.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      act(
          timed(
              (session, nowNanos) -> {
                if (from == line) {
                  session.receive(text, nowNanos);
                }
              }));
      notes.add(new TextHeard());
    }

    @Override
    public void onDatagram(RelayLine from, ByteBuffer datagram) {
      if (from == forwarding) {
        forwarded.accept(datagram);
      }
    }

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
      act(
          timed(
              (session, nowNanos) -> {
                if (from == line) {
                  dropLine();
                  session.disconnected(detail + socket.wayText(), how, nowNanos);
                }
              }));
    }
  }
}
