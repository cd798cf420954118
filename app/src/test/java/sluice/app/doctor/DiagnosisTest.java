package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.app.doctor.Samples.facts;
import static sluice.app.doctor.Samples.family;
import static sluice.app.doctor.Samples.silence;
import static sluice.app.doctor.Samples.turn;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.app.ExitCode;
import sluice.transport.probe.Hairpinning;
import sluice.transport.probe.NatFiltering;
import sluice.transport.probe.NatMapping;

/// What the facts are said to mean.
final class DiagnosisTest {
  @ParameterizedTest
  @CsvSource({
    "NONE,ENDPOINT_INDEPENDENT,open",
    "NONE,ADDRESS_AND_PORT_DEPENDENT,firewall",
    "NONE,UNKNOWN,public address",
    "ENDPOINT_INDEPENDENT,ENDPOINT_INDEPENDENT,full cone",
    "ENDPOINT_INDEPENDENT,ADDRESS_DEPENDENT,restricted cone",
    "ENDPOINT_INDEPENDENT,ADDRESS_AND_PORT_DEPENDENT,port-restricted cone",
    "ENDPOINT_INDEPENDENT,UNKNOWN,cone",
    "ADDRESS_DEPENDENT,ADDRESS_DEPENDENT,symmetric",
    "ADDRESS_AND_PORT_DEPENDENT,ENDPOINT_INDEPENDENT,symmetric",
    "DEPENDENT,UNKNOWN,symmetric",
    "UNKNOWN,UNKNOWN,unknown",
  })
  void theNamesThatPeopleKnow(NatMapping mapping, NatFiltering filtering, String name) {
    assertThat(NatName.of(mapping, filtering).text()).isEqualTo(name);

    Diagnosis diagnosis =
        Diagnosis.of(facts(family(mapping, filtering), List.of(), Optional.empty()));

    assertThat(diagnosis.findings())
        .anyMatch(finding -> finding.startsWith("IPv4: " + name + " ("));
    assertThat(diagnosis.exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void blockedUdpIsARouteWhereTurnAnswers() {
    Diagnosis with =
        Diagnosis.of(facts(silence(Facts.Origin.NAMED), List.of(turn(true)), Optional.empty()));
    Diagnosis without =
        Diagnosis.of(facts(silence(Facts.Origin.NAMED), List.of(turn(false)), Optional.empty()));

    assertThat(with.exit()).isEqualTo(ExitCode.DONE);
    assertThat(with.findings()).anyMatch(finding -> finding.contains("go through TURN"));
    assertThat(without.exit()).isEqualTo(ExitCode.NO_ROUTE);
    assertThat(without.findings())
        .anyMatch(finding -> finding.contains("UDP is blocked, or all of them are down"))
        .anyMatch(finding -> finding.contains("gives no relayed address"));
  }

  @Test
  void aRelayNeedNotServeStun() {
    Diagnosis diagnosis =
        Diagnosis.of(facts(silence(Facts.Origin.RELAY), List.of(), Optional.empty()));

    assertThat(diagnosis.findings())
        .anyMatch(finding -> finding.contains("or this relay does not serve it"));
  }

  @Test
  void anUnreachableRelayComesFirst() {
    Diagnosis diagnosis =
        Diagnosis.of(
            facts(
                family(NatMapping.NONE, NatFiltering.ENDPOINT_INDEPENDENT),
                List.of(),
                Optional.of("connection refused")));

    assertThat(diagnosis.exit()).isEqualTo(ExitCode.RELAY_UNREACHABLE);
    assertThat(diagnosis.findings().getFirst())
        .contains("wss://relay.example cannot be reached (connection refused)");
  }

  @Test
  void withoutServersNothingIsClaimed() {
    Facts facts =
        new Facts(
            List.of(Samples.ethernet()),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            Samples.LARGE,
            List.of());

    Diagnosis diagnosis = Diagnosis.of(facts);

    assertThat(diagnosis.exit()).isEqualTo(ExitCode.DONE);
    assertThat(diagnosis.findings())
        .anyMatch(finding -> finding.contains("nothing can be said of NATs"))
        .anyMatch(finding -> finding.startsWith("No relay is named"));
  }

  @Test
  void aMachineWithoutANetworkHasNoRoute() {
    Facts facts =
        new Facts(
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            Samples.LARGE,
            List.of());

    assertThat(Diagnosis.of(facts).exit()).isEqualTo(ExitCode.NO_ROUTE);
  }

  @Test
  void smallPacketsSmallBuffersAndProxiesAreTold() {
    Facts.Family tunnel =
        new Facts.Family(
            Facts.Version.IPV6,
            List.of(Samples.stun(Facts.Origin.NAMED, true)),
            NatMapping.NONE,
            NatFiltering.ADDRESS_AND_PORT_DEPENDENT,
            Hairpinning.UNKNOWN,
            OptionalInt.of(1280));
    Facts facts =
        new Facts(
            List.of(Samples.ethernet()),
            List.of(tunnel),
            List.of(),
            Optional.empty(),
            List.of("stun.invalid"),
            List.of(),
            new Facts.Buffers(4 << 20, 208 << 10, 208 << 10),
            List.of(new Facts.Proxy("https_proxy", "proxy.example:3128")));

    assertThat(Diagnosis.of(facts).findings())
        .anyMatch(finding -> finding.contains("everybody who has IPv6"))
        .anyMatch(finding -> finding.contains("larger than 1280 bytes"))
        .anyMatch(finding -> finding.contains("208 KiB"))
        .anyMatch(finding -> finding.contains("https_proxy: proxy.example:3128"))
        .anyMatch(finding -> finding.contains("stun.invalid has no address"));
  }
}
