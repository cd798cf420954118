package sluice.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.transport.IceServer;
import sluice.transport.PeerOptions;
import sluice.transport.turn.ScriptedServer;
import sluice.transport.udp.UdpPort;
import sluice.transport.udp.UdpPorts;

/// When a TURN server is asked again: one that grants and does not keep it, more and more seldom; any other, without fail.
class ForgetfulServerTest {
  private static final URI URI_OF_SERVER = URI.create("turn:192.0.2.1:3478");
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3478);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final ScriptedServer server = new ScriptedServer();
  private long nowNanos;
  private int socketsLeft = 1_000;
  private boolean mute;
  private final Relays relays =
      new Relays(
          PeerOptions.defaults().paths(),
          new Random(1),
          tasks::add,
          () -> nowNanos,
          new Sockets(),
          (wire, buffer, offset, length, from) -> {});

  private void run(long seconds) throws InterruptedException {
    long end = nowNanos + TimeUnit.SECONDS.toNanos(seconds);
    while (nowNanos < end) {
      nowNanos += STEP_NANOS;
      // Names are looked up on another thread, so a moment of true time belongs to each step.
      for (Runnable task = tasks.poll(5, TimeUnit.MILLISECONDS);
          task != null;
          task = tasks.poll(1, TimeUnit.MILLISECONDS)) {
        task.run();
      }
      relays.onTimeout(nowNanos);
      while (relays.poll() != null) {
        assertThat(tasks.size()).isLessThan(1_000);
      }
    }
  }

  private void ask(String user, String password) {
    relays.servers(List.of(IceServer.of(URI_OF_SERVER, user, password)));
    relays.begin();
  }

  @Test
  void oneThatForgetsAtOnceIsAskedMoreAndMoreSeldom() throws Exception {
    server.allocationSeconds = 1;
    server.refuseRefreshes();
    ask("alice", "wonderland");
    run(20);
    // Each allocation takes two requests: the first one learns the realm.
    assertThat(server.allocateRequests()).isBetween(4L, 20L);
  }

  @Test
  void oneThatForgetsLaterIsAskedAtOnce() throws Exception {
    ask("alice", "wonderland");
    run(15);
    assertThat(server.allocateRequests()).isEqualTo(2);
    server.restart();
    relays.doubt();
    run(2);
    assertThat(server.allocateRequests()).isEqualTo(4);
  }

  @Test
  void anOldCredentialThatIsRefusedMakesWayForTheNewOne() throws Exception {
    server.users.put("bob", "builder");
    server.allocationSeconds = 120;
    ask("alice", "wonderland");
    run(2);
    ask("bob", "builder");
    server.users.remove("alice");
    mute = true; // The attempt beside the old allocation fails.
    run(110);
    mute = false;
    run(20);
    assertThat(server.serves("bob")).isTrue();
  }

  @Test
  void aRedirectionWithoutASocketIsNotTheEnd() throws Exception {
    server.alternate = new InetSocketAddress("192.0.2.3", 3478);
    socketsLeft = 1;
    ask("alice", "wonderland");
    run(1);
    assertThat(socketsLeft).isZero();
    server.alternate = null;
    socketsLeft = 10;
    run(3);
    assertThat(server.serves("alice")).isTrue();
  }

  private final class Sockets implements LoopSockets {
    @Override
    public UdpPorts ports() {
      throw new AssertionError("sockets are bound one by one here");
    }

    @Override
    public UdpPort bind(InetAddress address) throws IOException {
      if (socketsLeft == 0) {
        throw new IOException("none left");
      }
      socketsLeft--;
      return new Port();
    }

    @Override
    public List<InetAddress> addresses() {
      return List.of();
    }
  }

  private final class Port implements UdpPort {
    private final boolean muted = mute;

    @Override
    public InetSocketAddress local() {
      return new InetSocketAddress("192.0.2.2", 9);
    }

    @Override
    public int send(
        byte[] buffer, int offset, int lengthBytes, int segmentBytes, InetSocketAddress to) {
      if (muted) {
        return lengthBytes;
      }
      byte[] answer =
          server.receive(Arrays.copyOfRange(buffer, offset, offset + lengthBytes), nowNanos);
      if (answer != null) {
        tasks.add(() -> relays.receive(this, answer, 0, answer.length, answer.length, SERVER));
      }
      return lengthBytes;
    }

    @Override
    public int sendDivisible(byte[] buffer, int offset, int lengthBytes, InetSocketAddress to) {
      return send(buffer, offset, lengthBytes, lengthBytes, to);
    }

    @Override
    public Refusal refusal() {
      return Refusal.NONE;
    }

    @Override
    public int sendBufferBytes() {
      return 0;
    }

    @Override
    public int receiveBufferBytes() {
      return 0;
    }

    @Override
    public boolean batches() {
      return false;
    }

    @Override
    public void close() {}
  }
}
