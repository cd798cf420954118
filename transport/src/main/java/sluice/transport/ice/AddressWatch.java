package sluice.transport.ice;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Looks from time to time which addresses this machine has, on a thread of its own, since the system may take its time.
final class AddressWatch {
  private static final System.Logger LOG = System.getLogger(AddressWatch.class.getName());
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// While nothing flows nobody waits for data; that an address is gone, the next check of consent tells anyhow.
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final long DOUBTFUL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// Datagrams that follow each other so closely are a flow, and silence after one is strange.
  private static final long FLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long STRANGE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final IceWires wires;
  private final Executor loop;
  private final LongSupplier clock;
  private final Consumer<List<InetAddress>> listener;
  private boolean looking;
  private boolean doubtful;
  private long dueNanos = Long.MAX_VALUE;
  private long lookedNanos;
  private long heardNanos = Long.MIN_VALUE / 2;
  private long strangeNanos = Long.MAX_VALUE;

  /// @param listener hears on the loop what was found
  AddressWatch(
      IceWires wires, Executor loop, LongSupplier clock, Consumer<List<InetAddress>> listener) {
    this.wires = wires;
    this.loop = loop;
    this.clock = clock;
    this.listener = listener;
  }

  void begin(long nowNanos) {
    dueNanos = nowNanos + CALM_NANOS;
  }

  /// Looks more often while the path is in doubt.
  void doubtful(boolean yes, long nowNanos) {
    if (yes && !doubtful) {
      look(nowNanos);
    }
    doubtful = yes;
  }

  /// Something came from the other end. Who only receives has nothing outstanding that would be missed: when a flow stops,
  /// its own address may be gone.
  void onHeard(long nowNanos) {
    if (nowNanos - heardNanos < FLOW_NANOS) {
      strangeNanos = nowNanos + STRANGE_NANOS;
    }
    heardNanos = nowNanos;
  }

  /// There is a reason to look now.
  void look(long nowNanos) {
    if (dueNanos != Long.MAX_VALUE) {
      dueNanos = Math.min(dueNanos, Math.max(nowNanos, lookedNanos + DOUBTFUL_NANOS));
    }
  }

  long deadlineNanos() {
    return looking ? Long.MAX_VALUE : Math.min(dueNanos, strangeNanos);
  }

  void onTimeout(long nowNanos) {
    if (strangeNanos <= nowNanos) {
      strangeNanos = Long.MAX_VALUE;
      look(nowNanos);
    }
    if (!looking && dueNanos <= nowNanos) {
      looking = true;
      Thread.ofVirtual().name("sluice-addresses").start(this::readAddresses);
    }
  }

  private long intervalNanos() {
    if (doubtful) {
      return DOUBTFUL_NANOS;
    }
    return lookedNanos - heardNanos < CALM_NANOS ? CALM_NANOS : IDLE_NANOS;
  }

  private void readAddresses() {
    List<InetAddress> found = null;
    try {
      found = wires.addresses();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the system does not tell its addresses", e);
    } catch (RuntimeException e) {
      // The next look may do better; uncaught on this thread, it would end the process.
      LOG.log(System.Logger.Level.ERROR, "a fault of our own while looking for addresses", e);
    }
    List<InetAddress> told = found;
    loop.execute(
        () -> {
          looking = false;
          lookedNanos = clock.getAsLong();
          dueNanos = lookedNanos + intervalNanos();
          if (told != null) {
            listener.accept(told);
          }
        });
  }
}
