package sluice.lab;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The doctor's verdict on NATs that are really there.
@Timeout(180)
final class DoctorVerdictTest {
  @TempDir private Path folder;

  @BeforeEach
  void needsNamespaces() throws Exception {
    Laboratory.assumeUsable();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"restricted/symmetric", "portrestricted/fullcone", "udpblocked/ipv6firewalled"})
  void isWhatTheLabHasBuilt(String pair) throws IOException, InterruptedException {
    new Laboratory(folder).run("verdicts", pair);
  }
}
