package sluice.transport.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.transport.probe.ProbedNetwork.SERVER;

import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.transport.stun.StunMessage;

/// The largest packet that comes through.
final class PathMtuTest {
  private static final int IPV4_AND_UDP_BYTES = 28;
  private static final int IPV6_AND_UDP_BYTES = 48;

  @ParameterizedTest
  @CsvSource({"1500,1500", "9000,1500", "1499,1492", "1279,0", "1400,1400"})
  void theLargestAnsweredSizeIsTheResult(int linkBytes, int expected) {
    assertThat(probe(SERVER, IPV4_AND_UDP_BYTES, linkBytes)).isEqualTo(size(expected));
    assertThat(probe(ProbedNetwork.at("2001:db8::10", 3478), IPV6_AND_UDP_BYTES, linkBytes))
        .isEqualTo(size(expected));
  }

  private static OptionalInt size(int bytes) {
    return bytes == 0 ? OptionalInt.empty() : OptionalInt.of(bytes);
  }

  private static OptionalInt probe(InetSocketAddress server, int headerBytes, int linkBytes) {
    var probe = new PathMtuProbe(server, new Random(5));
    probe.start(0);
    for (long nowNanos = 0; !probe.isDone(); nowNanos = probe.deadlineNanos()) {
      probe.onTimeout(nowNanos);
      for (Outgoing next = probe.poll(); next != null; next = probe.poll()) {
        byte[] bytes = next.bytes();
        if (bytes.length + headerBytes <= linkBytes) {
          StunMessage request = StunMessage.parse(bytes, 0, bytes.length).orElseThrow();
          byte[] answer =
              new StunMessage.Writer(StunMessage.SUCCESS, request.transaction())
                  .mapped(ProbedNetwork.at("192.0.2.77", 1))
                  .finish();
          probe.receive(answer, answer.length, nowNanos);
        }
      }
    }
    return probe.largestBytes();
  }
}
