package sluice.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Candidate lines of browsers are read; what is of no use to us is left out.
class CandidateTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "candidate:842163049 1 udp 1677729535 192.0.2.7 46154 typ srflx raddr 0.0.0.0 rport 0"
            + " generation 0 ufrag EEtu network-cost 999",
        "a=candidate:842163049 1 UDP 1677729535 192.0.2.7 46154 typ srflx",
        "842163049 1 udp 1677729535 192.0.2.7 46154 typ srflx"
      })
  void readsWithAndWithoutPrefix(String line) {
    Candidate candidate = Candidate.parse(line).orElseThrow();
    assertThat(candidate.type()).isEqualTo(Candidate.Type.SERVER_REFLEXIVE);
    assertThat(candidate.address())
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 46_154));
    assertThat(candidate.priority()).isEqualTo(1_677_729_535);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "candidate:1 1 udp 1 4f3bfa6f-d8a4-4df3-8d5f-1a2b3c4d5e6f.local 5000 typ host",
        "candidate:1 1 tcp 1 192.0.2.7 9 typ host tcptype active",
        "candidate:1 2 udp 1 192.0.2.7 5000 typ host",
        "candidate:1 1 udp 1 192.0.2.7 0 typ host",
        "candidate:1 1 udp 1 192.0.2.7 65536 typ host",
        "candidate:1 1 udp 0 192.0.2.7 5000 typ host",
        "candidate:1 1 udp 4294967296 192.0.2.7 5000 typ host",
        "candidate:1 1 udp 1 224.0.0.1 5000 typ host",
        "candidate:1 1 udp 1 0.0.0.0 5000 typ host",
        "candidate:1 1 udp 1 fe80::1%eth0 5000 typ host",
        "candidate:1 1 udp 1 example.org 5000 typ host",
        "candidate:1 1 udp 1 192.0.2.7 5000 typ other",
        "candidate:1 1 udp 1 192.0.2.7 5000",
        "candidate:123456789012345678901234567890123 1 udp 1 192.0.2.7 5000 typ host"
      })
  void leavesOutWhatIsOfNoUse(String line) {
    assertThat(Candidate.parse(line)).isEmpty();
  }

  @Test
  void readsWhatItWrites() {
    var candidate =
        new Candidate(
            Candidate.Type.HOST,
            "7",
            Candidate.Type.HOST.priority(65_535),
            new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 5_000),
            null);
    assertThat(Candidate.parse(candidate.text())).contains(candidate);
    assertThat(candidate.priority()).isEqualTo(2_130_706_431L);
  }
}
