package sluice.lab;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A file goes between two kinds of places, and by the best route that the pair allows.
@Timeout(180)
final class RoutesTest {
  /// How fast a route is found is measured by hand, on a machine that does nothing else.
  private static final String UNTIMED = "20";

  @TempDir private Path folder;

  @BeforeEach
  void needsNamespaces() throws Exception {
    Laboratory.assumeUsable();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restricted/portrestricted",
        "public/symmetric",
        "double/fullcone",
        "dual/ipv6firewalled",
        "portrestricted/same-lan",
      })
  void directWithoutAnyTurnServer(String pair) throws IOException, InterruptedException {
    new Laboratory(folder).run("matrix", "--slack", UNTIMED, "--turn", "none", pair);
  }

  @ParameterizedTest
  @CsvSource({
    "symmetric/portrestricted,udp,static",
    "udpblocked/symmetric,tcp,secret",
    "ipv6/fullcone,tls,secret",
    "tcp443/ipv6,tls,static",
  })
  void relayedWhereTheNatsAllowNoMore(String pair, String turn, String credentials)
      throws IOException, InterruptedException {
    new Laboratory(folder)
        .run("matrix", "--slack", UNTIMED, "--turn", turn, "--credentials", credentials, pair);
  }

  @Test
  @Tag("soak")
  @Timeout(3600)
  void everyPair() throws IOException, InterruptedException {
    new Laboratory(folder).run("matrix", "--slack", UNTIMED);
  }
}
