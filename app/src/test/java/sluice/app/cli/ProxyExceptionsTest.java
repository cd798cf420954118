package sluice.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which relays are reached past the proxy of the environment: `NO_PROXY`.
final class ProxyExceptionsTest {
  @ParameterizedTest
  @CsvSource({
    "'', wss://relay.example, false",
    "'', ws://127.0.0.1:8443, true",
    "'', ws://localhost:8443, true",
    "'', 'ws://[::1]:8443', true",
    "*, wss://relay.example, true",
    "relay.example, wss://relay.example:8443, true",
    "relay.example:8443, wss://relay.example:8443, true",
    "relay.example:8443, wss://relay.example:9443, false",
    ".example, wss://relay.example, true",
    "*.example, wss://relay.example, true",
    "ample, wss://relay.example, false",
    "10.0.0.0/8, ws://10.1.2.3, true",
    "10.0.0.0/8, ws://11.1.2.3, false",
    "2001:db8::/32, 'ws://[2001:db8::5]:1', true",
    "RELAY.example, wss://Relay.Example, true"
  })
  void anExceptionIsADomainAnAddressOrARange(String exception, URI relay, boolean excepted) {
    assertThat(ProxyOptions.isExcepted(List.of("other.test", exception), relay))
        .isEqualTo(excepted);
  }
}
