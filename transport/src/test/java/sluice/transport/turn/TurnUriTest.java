package sluice.transport.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.transport.turn.TurnUri.Protocol;

/// URIs of TURN servers are read as RFC 7065 writes them.
class TurnUriTest {
  private static TurnUri read(String text) {
    return TurnUri.of(URI.create(text)).orElseThrow();
  }

  @Test
  void portsAndProtocolsHaveTheirDefaults() {
    assertThat(read("turn:example.org")).isEqualTo(new TurnUri("example.org", 3478, Protocol.UDP));
    assertThat(read("turns:example.org")).isEqualTo(new TurnUri("example.org", 5349, Protocol.TLS));
    assertThat(read("turn:example.org:80?transport=tcp"))
        .isEqualTo(new TurnUri("example.org", 80, Protocol.TCP));
    assertThat(read("turns:example.org:443?transport=tcp"))
        .isEqualTo(new TurnUri("example.org", 443, Protocol.TLS));
    assertThat(read("turn:[2001:db8::1]:99?transport=udp"))
        .isEqualTo(new TurnUri("2001:db8::1", 99, Protocol.UDP));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stun:example.org",
        "turns:example.org?transport=udp",
        "turn:example.org?transport=sctp",
        "turn:example.org:99999",
        "turn:/path",
        "turn:example.org/path",
        "https://example.org"
      })
  void whatIsNoneIsLeftOut(String text) {
    assertThat(TurnUri.of(URI.create(text))).isEmpty();
  }
}
