package sluice.app.relay;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import sluice.signaling.AwakeClock;

/// Turns the crank of {@link RelayRooms}: one lock around it, one thread for its timeouts. A thread of
/// the server that brings a message does the work it causes, so whoever sends too fast waits.
final class RoomsDriver implements AutoCloseable {
  private final RelayRooms rooms;
  private final Wire wire;
  private final Map<Long, RelaySocket> sockets = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition deadlineChanged = lock.newCondition();
  private final AwakeClock awake = new AwakeClock(System::nanoTime);
  private final Thread clock =
      Thread.ofPlatform().daemon().name("relay-clock").unstarted(this::keepTime);
  private long connections;
  private boolean closed;

  private interface Step {
    void take(long nowNanos);
  }

  /// What stands between the rooms and the sockets.
  @FunctionalInterface
  interface Wire {
    /// An honest relay does as its rooms say.
    Wire HONEST = List::of;

    /// What is really done.
    List<RelayAction> carry(RelayAction action);
  }

  RoomsDriver(RelayRooms rooms, Wire wire) {
    this.rooms = rooms;
    this.wire = wire;
  }

  void start() {
    clock.start();
  }

  long connected(RelaySocket socket) {
    lock.lock();
    try {
      long connection = connections++;
      sockets.put(connection, socket);
      step(now -> rooms.connected(connection, socket.visitor(), now));
      return connection;
    } finally {
      lock.unlock();
    }
  }

  void received(long connection, String text) {
    locked(now -> rooms.receive(connection, text, now));
  }

  void forwarded(long connection, ByteBuffer message) {
    locked(now -> rooms.forward(connection, message, now));
  }

  void heard(long connection) {
    locked(now -> rooms.heard(connection, now));
  }

  void disconnected(long connection) {
    locked(
        now -> {
          sockets.remove(connection);
          rooms.disconnected(connection, now);
        });
  }

  @Override
  public void close() {
    locked(
        now -> {
          closed = true;
          rooms.shutdown(now);
        });
  }

  private void locked(Step step) {
    lock.lock();
    try {
      step(step);
    } finally {
      lock.unlock();
    }
  }

  private void step(Step step) {
    rooms.timeOfDay(Instant.now().getEpochSecond());
    step.take(nowNanos());
    for (RelayAction action = rooms.poll(); action != null; action = rooms.poll()) {
      wire.carry(action).forEach(this::act);
    }
    deadlineChanged.signal();
  }

  private void act(RelayAction action) {
    RelaySocket socket = sockets.get(action.connection());
    if (socket == null) {
      return;
    }
    switch (action) {
      case RelayAction.Send(_, String text) -> socket.send(text);
      case RelayAction.Forward(_, ByteBuffer message) -> socket.forward(message);
      case RelayAction.Ping _ -> socket.ping();
      case RelayAction.Close(long connection, int code, String reason) -> {
        sockets.remove(connection);
        socket.close(code, reason);
      }
    }
  }

  private void keepTime() {
    lock.lock();
    try {
      while (!closed) {
        long waitNanos = rooms.deadlineNanos() - nowNanos();
        if (waitNanos > 0) {
          deadlineChanged.awaitNanos(awake.promise(waitNanos));
        } else {
          step(rooms::onTimeout);
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private long nowNanos() {
    return awake.nowNanos();
  }
}
