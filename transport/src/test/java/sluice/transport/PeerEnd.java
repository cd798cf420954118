package sluice.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One connection in a test, whose events are kept.
public final class PeerEnd {
  public final PeerConnection connection;
  public final BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
  public final List<PeerEvent> seen = new ArrayList<>();
  public volatile PeerListener carry = event -> {};
  public volatile PeerListener early = event -> {};

  public PeerEnd(PeerOptions options) {
    connection =
        PeerConnection.open(
            options,
            event -> {
              early.onEvent(event);
              carry.onEvent(event);
              events.add(event);
            });
  }

  /// The next event of this type, leaving out others, within twenty seconds.
  public <T extends PeerEvent> T await(Class<T> type) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      PeerEvent event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new AssertionError("no " + type.getSimpleName() + " after " + seen);
      }
      seen.add(event);
      if (type.isInstance(event)) {
        return type.cast(event);
      }
      if (event instanceof PeerEvent.Failed || event instanceof PeerEvent.Closed) {
        throw new AssertionError("no " + type.getSimpleName() + " after " + seen);
      }
    }
  }
}
