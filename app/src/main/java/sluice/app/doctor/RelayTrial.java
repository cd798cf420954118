package sluice.app.doctor;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import sluice.signaling.RelayAccess;
import sluice.signaling.ws.RelayVisit;

/// Looks whether the relay is there.
final class RelayTrial {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private RelayTrial() {}

  static Facts.Relay of(URI relay, RelayAccess access) throws InterruptedException {
    return switch (RelayVisit.visit(relay, access, PATIENCE)) {
      case RelayVisit.Outcome.Open(Duration after) ->
          new Facts.Relay(relay, after, Optional.empty());
      case RelayVisit.Outcome.Closed(String detail) ->
          new Facts.Relay(relay, Duration.ZERO, Optional.of(detail));
    };
  }
}
