package sluice.transport.ice;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What ice4j reads from the whole JVM, set once before its first agent.
final class Ice4jSettings {
  /// Held, since java.util.logging forgets the level of a logger that nobody holds.
  private static final List<Logger> SILENCED =
      List.of(
          Logger.getLogger("org.ice4j"),
          Logger.getLogger("org.jitsi"),
          Logger.getLogger("JitsiConfig"));

  static {
    // Without it, an HTTP call to the metadata service of a cloud.
    System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
    // Without it, checks that carry no MESSAGE-INTEGRITY are accepted.
    System.setProperty("org.ice4j.REQUIRE_MESSAGE_INTEGRITY", "true");
    System.setProperty("ice4j.software", "");
    System.setProperty("org.ice4j.MAX_CTRAN_RETRANS_TIMER", "1600");
    System.setProperty("org.ice4j.MAX_RETRANSMISSIONS", "6");
    // Consent checks are ours.
    System.setProperty("org.ice4j.NO_KEEP_ALIVES", "true");
    for (Logger logger : SILENCED) {
      logger.setLevel(Level.OFF);
    }
  }

  private Ice4jSettings() {}

  /// Returns when they are set.
  static void apply() {
    if (SILENCED.isEmpty()) {
      throw new IllegalStateException("nothing is silenced");
    }
  }
}
