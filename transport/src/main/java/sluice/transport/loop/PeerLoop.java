package sluice.transport.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.transport.ChannelListener;
import sluice.transport.ChannelOptions;
import sluice.transport.DataChannel;
import sluice.transport.ForwardedPath;
import sluice.transport.IceServer;
import sluice.transport.PeerConnection;
import sluice.transport.PeerEvent;
import sluice.transport.PeerFailure;
import sluice.transport.PeerListener;
import sluice.transport.PeerOptions;
import sluice.transport.PeerStatistics;
import sluice.transport.dtls.KeyPolicy;
import sluice.transport.dtls.LocalIdentity;
import sluice.transport.ice.IceLink;
import sluice.transport.udp.UdpPort;
import sluice.transport.udp.UdpPorts;

/// The thread of one connection. One turn of its crank:
///
/// 1. tasks of other threads from the mailbox;
/// 2. what is due;
/// 3. engines tell each other what they have, until all are silent;
/// 4. SCTP's packets are sealed and sent, a bounded share;
/// 5. wait for datagrams, a call, or the next deadline; what came goes to the engines as one batch.
///
/// The only place that reads the clock; time begins at 0 with the loop.
public final class PeerLoop implements PeerConnection {
  private static final System.Logger LOG = System.getLogger(PeerLoop.class.getName());
  private static final int SHARE_TASKS = 256;

  /// How long to leave a full socket alone at least, unless something arrives.
  private static final long CONGESTED_NANOS = 1_000_000;

  /// How old a snapshot of the counters may be.
  private static final long STATISTICS_NANOS = 50_000_000;

  private static final AtomicBoolean WARM = new AtomicBoolean();

  private static final PeerStatistics NOTHING = new PeerStatistics(0, 0, 0, 0, 0, 0, 0, 0);

  private final PeerOptions options;
  private final PeerListener listener;
  private final Mailbox mailbox;
  private final Thread thread;
  private final LoopClock clock = new LoopClock(System::nanoTime);
  private final Surroundings surroundings;
  private final Channels channels;
  private final SecureRandom random = new SecureRandom();
  private final CompletableFuture<LocalIdentity> identity = new CompletableFuture<>();
  private @Nullable PeerSession session;
  private long statisticsNanos;
  private volatile @Nullable UdpPorts ports;
  private volatile PeerStatistics statistics = NOTHING;

  private PeerLoop(PeerOptions options, PeerListener listener, Surroundings surroundings) {
    this.surroundings = surroundings;
    this.options = options;
    this.listener = listener;
    mailbox = new Mailbox(this::wakeUp);
    thread = Thread.ofPlatform().name("sluice-peer").unstarted(this::run);
    channels =
        new Channels(mailbox, thread, options.sendBufferBytes(), this::now, listener::onEvent);
  }

  /// What tests replace.
  ///
  /// @param keyUnits how much one key may protect, as {@link KeyPolicy} counts
  record Surroundings(SocketSource sockets, long keyUnits) {}

  /// Opens the sockets, on the connection's thread.
  @FunctionalInterface
  interface SocketSource {
    LoopSockets open() throws IOException;
  }

  /// Opens a connection and starts its thread.
  public static PeerConnection open(PeerOptions options, PeerListener listener) {
    return open(options, listener, new Surroundings(LoopSockets::open, KeyPolicy.LIMIT_UNITS));
  }

  /// As {@link #open(PeerOptions, PeerListener)}, in another world.
  static PeerConnection open(
      PeerOptions options, PeerListener listener, Surroundings surroundings) {
    var loop = new PeerLoop(options, listener, surroundings);
    Thread.ofPlatform().daemon().name("sluice-warm-up").start(loop::prepare);
    loop.thread.start();
    return loop;
  }

  /// Beside the opening of the sockets, since in a cold JVM each of these takes a good part of a second.
  private void prepare() {
    try {
      identity.complete(LocalIdentity.generate(random, Instant.now()));
    } catch (RuntimeException e) {
      identity.completeExceptionally(e); // The loop's thread ends with it, loudly.
    }
    if (!WARM.getAndSet(true)) {
      IceLink.warmUp();
    }
  }

  private void wakeUp() {
    UdpPorts opened = ports;
    if (opened != null) {
      opened.wakeUp(); // Before, the thread is not waiting and finds the task by itself.
    }
  }

  private long now() {
    return clock.getAsLong();
  }

  private void run() {
    try (LoopSockets opened = surroundings.sockets.open()) {
      ports = opened.ports();
      session =
          new PeerSession(
              options,
              identity.join(),
              surroundings.keyUnits,
              random,
              opened,
              mailbox,
              this::now,
              channels,
              listener::onEvent);
      revolve(session, opened.ports());
    } catch (IOException e) {
      failLoudly(new PeerFailure.LocalNetwork(String.valueOf(e.getMessage())));
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.ERROR, "a fault of our own ends the connection", e);
      failLoudly(new PeerFailure.OwnFault(e.toString()));
    } finally {
      ports = null;
      channels.closeAll();
      mailbox.close();
    }
  }

  /// However it ends: relays have threads and connections of their own, which do not end with the sockets.
  private void revolve(PeerSession crank, UdpPorts sockets) throws IOException {
    try {
      while (!crank.ended()) {
        turn(crank, sockets);
      }
    } finally {
      if (!crank.ended()) {
        release(crank);
      }
    }
  }

  private static void release(PeerSession faulty) {
    try {
      faulty.paths().close();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "after a fault, another one", e);
    }
  }

  private void turn(PeerSession crank, UdpPorts sockets) throws IOException {
    clock.expect(0);
    crank.advanceTo(now());
    if (clock.takeSlept()) {
      crank.onSlept(now());
    }
    boolean moreTasks = mailbox.drain(SHARE_TASKS);
    // TURN over TCP and the application's own relay hand datagrams in as tasks: they are a batch as
    // well.
    crank.onBatchEnd(now());
    crank.onTimeout(now());
    crank.settle(now());
    PacketSender.Rest rest = crank.transmit(now());
    crank.settle(now());
    refreshStatistics(crank);
    if (crank.ended()) {
      return;
    }
    long patience = patienceNanos(crank, rest, moreTasks);
    clock.expect(patience);
    sockets.await(patience, this::receive);
    crank.onBatchEnd(now());
  }

  private void refreshStatistics(PeerSession crank) {
    long now = now();
    if (crank.ended() || statisticsNanos + STATISTICS_NANOS <= now) {
      statisticsNanos = now;
      statistics = crank.statistics();
    }
  }

  private long patienceNanos(PeerSession crank, PacketSender.Rest rest, boolean moreTasks) {
    if (moreTasks || rest == PacketSender.Rest.MORE) {
      return 0;
    }
    long deadline = crank.deadlineNanos();
    if (deadline == Long.MAX_VALUE) {
      return deadline;
    }
    long patience = Math.max(0, deadline - now());
    return rest == PacketSender.Rest.CONGESTED ? Math.max(CONGESTED_NANOS, patience) : patience;
  }

  private void receive(
      UdpPort port,
      byte[] buffer,
      int offset,
      int lengthBytes,
      int segmentBytes,
      InetSocketAddress from) {
    if (session != null) {
      session.receive(port, buffer, offset, lengthBytes, segmentBytes, from, now());
    }
  }

  private void failLoudly(PeerFailure failure) {
    if (session != null && session.ended()) {
      return; // The last event has been told; it was its listener that failed.
    }
    try {
      channels.closeAll();
      listener.onEvent(new PeerEvent.Failed(failure));
    } catch (RuntimeException again) {
      LOG.log(System.Logger.Level.ERROR, "the listener failed at the last event", again);
    }
  }

  private void post(Consumer<PeerSession> task) {
    mailbox.execute(
        () -> {
          if (session != null && !session.ended()) {
            task.accept(session);
          }
        });
  }

  @Override
  public void offer() {
    post(PeerSession::offer);
  }

  @Override
  public void acceptOffer(String description) {
    post(each -> each.acceptOffer(description));
  }

  @Override
  public void restart() {
    post(PeerSession::restart);
  }

  @Override
  public void iceServers(List<IceServer> servers) {
    List<IceServer> copy = List.copyOf(servers);
    post(each -> each.paths().servers(copy));
  }

  @Override
  public void offerForwardedPath(ForwardedPath path) {
    post(each -> each.paths().lend(path));
  }

  @Override
  public void withdrawForwardedPath() {
    post(each -> each.paths().withdrawLent());
  }

  @Override
  public void acceptAnswer(String description) {
    post(each -> each.acceptAnswer(description));
  }

  @Override
  public void addRemoteCandidate(String candidate) {
    post(each -> each.paths().addRemoteCandidate(candidate));
  }

  @Override
  public void endRemoteCandidates() {
    // Nothing waits for the end of candidates: a path is taken when it works, given up at the
    // deadline.
  }

  @Override
  public DataChannel openChannel(
      String label, ChannelOptions channelOptions, ChannelListener channelListener) {
    return channels.open(label, channelOptions, channelListener);
  }

  @Override
  public PeerStatistics statistics() {
    return statistics;
  }

  @Override
  public void close() {
    post(PeerSession::close);
  }

  @Override
  public void abort(String reason) {
    post(each -> each.abort(reason));
  }
}
