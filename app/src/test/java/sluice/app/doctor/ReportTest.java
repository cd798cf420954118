package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.transport.probe.NatFiltering;
import sluice.transport.probe.NatMapping;

/// The report, as people and as programs read it.
final class ReportTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-04T03:02:01.123Z"), ZoneOffset.UTC);

  private final Facts facts =
      Samples.facts(
          Samples.family(NatMapping.ENDPOINT_INDEPENDENT, NatFiltering.ADDRESS_AND_PORT_DEPENDENT),
          List.of(Samples.turn(true)),
          Optional.of("an \u001b[31mevil\u0007 reason"));
  private final Diagnosis diagnosis = Diagnosis.of(facts);

  @Test
  void jsonIsOneObjectOnOneLine() throws IOException {
    String line = JsonReport.of(facts, diagnosis, CLOCK);

    assertThat(line).doesNotContain("\n").isASCII();
    Map<String, Object> event = JSON.std.mapFrom(line);
    assertThat(event)
        .containsEntry("event", "doctor")
        .containsEntry("time", "2026-05-04T03:02:01.123Z")
        .containsEntry("version", 1)
        .containsEntry("exit", 5)
        .containsKeys(
            "interfaces",
            "networks",
            "turn",
            "relay",
            "unresolved",
            "socketBuffers",
            "proxies",
            "findings");
    assertThat(event.get("networks"))
        .isEqualTo(
            List.of(
                Map.of(
                    "family", "ipv4",
                    "name", "port-restricted cone",
                    "mapping", "endpoint-independent",
                    "filtering", "address-and-port-dependent",
                    "hairpinning", "unknown",
                    "pathMtu", 1500,
                    "stun",
                        List.of(
                            Map.of(
                                "server",
                                "stun:stun.example",
                                "answers",
                                true,
                                "seenAt",
                                "192.0.2.77:40000",
                                "millis",
                                12)))));
  }

  @Test
  void credentialsAreNeverShown() {
    assertThat(JsonReport.of(facts, diagnosis, CLOCK)).doesNotContain("secret", "joe");
    assertThat(TextReport.of(facts, diagnosis))
        .noneMatch(line -> line.contains("secret"))
        .anyMatch(line -> line.contains("turns:turn.example:443?transport=tcp: relayed address"));
  }

  @Test
  void whatOthersSaidCannotMoveTheCursor() {
    assertThat(TextReport.of(facts, diagnosis))
        .noneMatch(line -> line.chars().anyMatch(Character::isISOControl))
        .anyMatch(line -> line.contains("evil"));
  }
}
