package sluice.transport.ice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import sluice.transport.udp.UdpPort;
import sluice.transport.udp.UdpPorts;

/// An {@link IceLink} on a thread of its own, for tests.
final class IceEnd implements AutoCloseable {
  final BlockingQueue<IceEvent> events = new LinkedBlockingQueue<>();
  final AtomicInteger rejected = new AtomicInteger();
  private final Map<UdpPort, IceWire> wires = new HashMap<>();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final UdpPorts ports;
  private final IceLink link;
  private final Thread thread;
  private final long originNanos = System.nanoTime();
  private volatile boolean closed;
  private volatile boolean deaf;

  IceEnd(String name, HostPolicy policy, List<URI> servers) throws IOException {
    ports = UdpPorts.open();
    link =
        new IceLink(
            this::bind, policy, RemotePolicy.ANY, new SecureRandom(), this::execute, this::now);
    link.stunServers(servers);
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  private void execute(Runnable task) {
    tasks.add(task);
    ports.wakeUp();
  }

  private IceWire bind(InetAddress address) throws IOException {
    UdpPort port = ports.bind(address, 0);
    var wire =
        new IceWire() {
          @Override
          public InetSocketAddress local() {
            return port.local();
          }

          @Override
          public void send(byte[] message, InetSocketAddress to) {
            port.send(message, 0, message.length, message.length, to);
          }
        };
    wires.put(port, wire);
    return wire;
  }

  long now() {
    return System.nanoTime() - originNanos;
  }

  private void run() {
    try {
      while (!closed) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        if (link.deadlineNanos() <= now()) {
          link.onTimeout(now());
        }
        for (IceEvent event = link.poll(); event != null; event = link.poll()) {
          events.add(event);
        }
        long deadline = link.deadlineNanos();
        ports.await(
            deadline == Long.MAX_VALUE ? deadline : Math.max(0, deadline - now()), this::receive);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void receive(
      UdpPort port,
      byte[] buffer,
      int offset,
      int lengthBytes,
      int segmentBytes,
      InetSocketAddress from) {
    for (int at = 0; at < lengthBytes && !deaf; at += segmentBytes) {
      int size = Math.min(segmentBytes, lengthBytes - at);
      if (!link.receive(
          Objects.requireNonNull(wires.get(port)), buffer, offset + at, size, from, now())) {
        rejected.incrementAndGet();
      }
    }
  }

  /// Runs something on the link's thread.
  <T> T on(Supplier<T> task) {
    var result = new CompletableFuture<T>();
    execute(
        () -> {
          try {
            result.complete(task.get());
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result.orTimeout(10, TimeUnit.SECONDS).join();
  }

  void run(IoAction action) {
    on(
        () -> {
          try {
            action.run(link);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return true;
        });
  }

  /// The credentials to give to the other end.
  IceCredentials credentials() {
    return on(link::localCredentials);
  }

  /// Drops all that comes from now on.
  void deafen() {
    deaf = true;
  }

  /// The next event of this type, leaving out others, within ten seconds.
  <T extends IceEvent> T await(Class<T> type) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      IceEvent event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new AssertionError("no " + type.getSimpleName());
      }
      if (type.isInstance(event)) {
        return type.cast(event);
      }
    }
  }

  /// Gathers and returns all candidates.
  List<Candidate> candidates() throws InterruptedException {
    run(IceLink::gather);
    var found = new ArrayList<Candidate>();
    while (true) {
      IceEvent event = events.poll(10, TimeUnit.SECONDS);
      if (event instanceof IceEvent.CandidateFound candidate) {
        found.add(candidate.candidate());
      } else if (event instanceof IceEvent.GatheringComplete) {
        return found;
      } else {
        throw new AssertionError("while gathering: " + event);
      }
    }
  }

  @Override
  public void close() {
    execute(link::close);
    closed = true;
    ports.wakeUp();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ports.close();
  }

  /// Something that touches the link.
  interface IoAction {
    void run(IceLink link) throws IOException;
  }
}
