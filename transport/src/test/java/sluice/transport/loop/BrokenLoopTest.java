package sluice.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.transport.IceServer;
import sluice.transport.PeerConnection;
import sluice.transport.PeerEvent;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;
import sluice.transport.dtls.KeyPolicy;
import sluice.transport.tcp.TestServer;
import sluice.transport.udp.UdpPort;
import sluice.transport.udp.UdpPorts;
import sluice.transport.udp.UdpReceiver;

/// A connection whose sockets fail leaves nothing behind.
class BrokenLoopTest {
  private final UdpPorts ports = new TestNetwork().machine("192.0.2.1").ports();
  private volatile boolean broken;

  @Test
  void connectionsToRelaysEndWithIt() throws Exception {
    var asked = new CompletableFuture<Integer>();
    var ended = new CompletableFuture<Boolean>();
    TestServer.Handler silent =
        socket -> {
          asked.complete(socket.getInputStream().read());
          socket.getInputStream().readAllBytes();
          ended.complete(true);
        };
    BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    try (TestServer server = TestServer.handling(silent)) {
      var uri = URI.create("turn:127.0.0.1:" + server.port() + "?transport=tcp");
      PeerConnection connection =
          PeerLoop.open(
              PeerOptions.defaults().withIceServers(List.of(IceServer.of(uri, "a", "b"))),
              events::add,
              new PeerLoop.Surroundings(Sockets::new, KeyPolicy.LIMIT_UNITS));
      connection.offer();
      asked.get(10, TimeUnit.SECONDS);
      broken = true;
      ports.wakeUp();
      assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
    }
    PeerEvent last = events.poll(10, TimeUnit.SECONDS);
    while (last != null && !(last instanceof PeerEvent.Failed)) {
      last = events.poll(10, TimeUnit.SECONDS);
    }
    assertThat(last).isEqualTo(new PeerEvent.Failed(new PeerFailure.LocalNetwork("gone")));
  }

  private final class Sockets implements LoopSockets {
    @Override
    public UdpPorts ports() {
      return new Breaking();
    }

    @Override
    public List<InetAddress> addresses() {
      return List.of(InetAddress.ofLiteral("192.0.2.1"));
    }
  }

  private final class Breaking implements UdpPorts {
    @Override
    public UdpPort bind(InetAddress address, int port) throws IOException {
      return ports.bind(address, port);
    }

    @Override
    public void await(long timeoutNanos, UdpReceiver receiver) throws IOException {
      ports.await(timeoutNanos, receiver);
      if (broken) {
        throw new IOException("gone");
      }
    }

    @Override
    public void wakeUp() {
      ports.wakeUp();
    }

    @Override
    public void close() {
      ports.close();
    }
  }
}
