package sluice.lab;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// In the middle of a transfer the network changes, and the transfer stays.
@Timeout(180)
final class StaysTest {
  @TempDir private Path folder;

  @BeforeEach
  void needsNamespaces() throws Exception {
    Laboratory.assumeUsable();
  }

  @ParameterizedTest
  @ValueSource(strings = {"address-changes", "bindings-forgotten", "forged-unreachable"})
  void aMovedAddressAForgetfulNatAndAForger(String scenario)
      throws IOException, InterruptedException {
    new Laboratory(folder).run("stays", "--slack", "6", "--turn", "none", "--size", "5", scenario);
  }

  @ParameterizedTest
  @Tag("soak")
  @ValueSource(
      strings = {
        "receiver-moves",
        "silence",
        "relay-restarts",
        "relay-gone",
        "receiver-stops",
        "sender-stops",
        "turn-restarts",
        "becomes-direct",
        "becomes-relayed",
        "only-direct",
        "only-relay",
        "no-direct",
        "forwarded",
      })
  void everythingElse(String scenario) throws IOException, InterruptedException {
    new Laboratory(folder).run("stays", "--slack", "6", scenario);
  }
}
