package sluice.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs of equal datagrams arrive as the same datagrams, whichever kind of socket sends and receives.
class DatagramRunTest {

  enum Kind {
    FASTEST,
    PORTABLE;

    UdpPorts open() throws IOException {
      return this == FASTEST ? UdpPorts.open() : UdpPorts.openPortable();
    }
  }

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final List<byte[]> received = new ArrayList<>();
  private InetSocketAddress sender = new InetSocketAddress(0);

  private void take(
      UdpPort port, byte[] buffer, int offset, int length, int segment, InetSocketAddress from) {
    sender = from;
    for (int at = 0; at < length; at += segment) {
      received.add(
          Arrays.copyOfRange(buffer, offset + at, offset + Math.min(length, at + segment)));
    }
  }

  private void awaitDatagrams(UdpPorts ports, int count) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (received.size() < count && System.nanoTime() < deadline) {
      ports.await(TimeUnit.MILLISECONDS.toNanos(100), this::take);
    }
  }

  /// An address that is gone may still be the path's for a moment.
  @ParameterizedTest
  @EnumSource
  void aClosedPortRefuses(Kind kind) throws IOException {
    try (UdpPorts ports = kind.open()) {
      UdpPort out = ports.bind(LOOPBACK, 0);
      InetSocketAddress to = ports.bind(LOOPBACK, 0).local();
      out.close();
      assertThat(out.send(new byte[100], 0, 100, 100, to)).isZero();
      assertThat(out.sendDivisible(new byte[100], 0, 100, to)).isZero();
      assertThat(out.refusal()).isEqualTo(UdpPort.Refusal.UNREACHABLE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunWithAShorterEndArrivesWhole(Kind kind) throws IOException {
    try (UdpPorts from = kind.open();
        UdpPorts to = kind.open()) {
      UdpPort out = from.bind(LOOPBACK, 0);
      UdpPort in = to.bind(LOOPBACK, 0);
      var data = new byte[40 * 1_200 + 17];
      new Random(1).nextBytes(data);
      assertThat(out.send(data, 0, data.length, 1_200, in.local())).isEqualTo(data.length);
      assertThat(out.refusal()).isEqualTo(UdpPort.Refusal.NONE);
      awaitDatagrams(to, 41);
      assertThat(received).hasSize(41);
      assertThat(sender).isEqualTo(out.local());
      for (int i = 0; i < received.size(); i++) {
        assertThat(received.get(i))
            .isEqualTo(Arrays.copyOfRange(data, i * 1_200, Math.min(data.length, (i + 1) * 1_200)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void datagramsOfManySizesKeepTheirBounds(Kind kind) throws IOException {
    try (UdpPorts from = kind.open();
        UdpPorts to = kind.open()) {
      UdpPort out = from.bind(LOOPBACK, 0);
      UdpPort in = to.bind(LOOPBACK, 0);
      int[] sizes = {1, 1_200, 1_200, 1_199, 16_000, 16_000, 1, 65_507, 1_200};
      var data = new byte[UdpPort.MAX_DATAGRAM_BYTES];
      for (int size : sizes) {
        assertThat(out.send(data, 0, size, size, in.local())).isEqualTo(size);
      }
      awaitDatagrams(to, sizes.length);
      assertThat(received.stream().mapToInt(d -> d.length))
          .containsExactly(Arrays.stream(sizes).boxed().toArray(Integer[]::new));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ipv6Works(Kind kind) throws IOException {
    try (UdpPorts from = kind.open();
        UdpPorts to = kind.open()) {
      UdpPort out = from.bind(InetAddress.ofLiteral("::1"), 0);
      UdpPort in = to.bind(InetAddress.ofLiteral("::1"), 0);
      assertThat(out.send(new byte[5_000], 0, 5_000, 1_000, in.local())).isEqualTo(5_000);
      awaitDatagrams(to, 5);
      assertThat(received).hasSize(5);
      assertThat(sender).isEqualTo(out.local());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallFromAnotherThreadEndsTheWait(Kind kind) throws Exception {
    try (UdpPorts ports = kind.open()) {
      ports.bind(LOOPBACK, 0);
      Thread caller = Thread.ofPlatform().start(ports::wakeUp);
      ports.await(Long.MAX_VALUE, this::take);
      caller.join();
      assertThat(received).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTooLongForTheSystemIsRefusedAndTheNextIsNot(Kind kind) throws IOException {
    try (UdpPorts from = kind.open();
        UdpPorts to = kind.open()) {
      UdpPort out = from.bind(LOOPBACK, 0);
      UdpPort in = to.bind(LOOPBACK, 0);
      var data = new byte[65_535];
      assertThat(out.send(data, 0, data.length, data.length, in.local())).isZero();
      assertThat(out.refusal()).isEqualTo(UdpPort.Refusal.TOO_LONG);
      assertThat(out.send(data, 0, 100, 100, in.local())).isEqualTo(100);
      awaitDatagrams(to, 1);
      assertThat(received).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void buffersAreGrantedAndReadBack(Kind kind) throws IOException {
    try (UdpPorts ports = kind.open()) {
      UdpPort port = ports.bind(LOOPBACK, 0);
      assertThat(port.receiveBufferBytes()).isGreaterThan(65_536);
      assertThat(port.sendBufferBytes()).isGreaterThan(65_536);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatMayBeSplitArrivesWholeAndWhatFollowsMayNot(Kind kind) throws IOException {
    try (UdpPorts from = kind.open();
        UdpPorts to = kind.open()) {
      UdpPort out = from.bind(LOOPBACK, 0);
      UdpPort in = to.bind(LOOPBACK, 0);
      var data = new byte[60_000];
      new Random(2).nextBytes(data);
      assertThat(out.sendDivisible(data, 0, data.length, in.local())).isEqualTo(data.length);
      assertThat(out.send(data, 0, 100, 100, in.local())).isEqualTo(100);
      awaitDatagrams(to, 2);
      assertThat(received.getFirst()).isEqualTo(data);
    }
  }
}
