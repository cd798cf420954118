package sluice.transport.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.transport.probe.ProbedNetwork.ANOTHER;
import static sluice.transport.probe.ProbedNetwork.SECOND;
import static sluice.transport.probe.ProbedNetwork.SERVER;

import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.transport.probe.ProbedNetwork.Servers;

/// RFC 5780 against NATs whose behaviour is known.
final class NatBehaviourTest {
  private static final long FOUR_SECONDS_NANOS = 4_000_000_000L;

  static Stream<Arguments> behaviours() {
    return EnumSet.range(NatMapping.ENDPOINT_INDEPENDENT, NatMapping.ADDRESS_AND_PORT_DEPENDENT)
        .stream()
        .flatMap(
            mapping ->
                filterings()
                    .flatMap(
                        filtering ->
                            Stream.of(Hairpinning.SUPPORTED, Hairpinning.UNSUPPORTED)
                                .map(hairpin -> Arguments.of(mapping, filtering, hairpin))));
  }

  static Stream<NatFiltering> filterings() {
    return EnumSet.complementOf(EnumSet.of(NatFiltering.UNKNOWN)).stream();
  }

  private static SimulatedNat nat(NatMapping mapping, NatFiltering filtering, Hairpinning hairpin) {
    return new SimulatedNat(
        ProbedNetwork.at("192.0.2.77", 0).getAddress(), mapping, filtering, hairpin);
  }

  private static SimulatedNat portRestricted() {
    return nat(
        NatMapping.ENDPOINT_INDEPENDENT,
        NatFiltering.ADDRESS_AND_PORT_DEPENDENT,
        Hairpinning.UNSUPPORTED);
  }

  @ParameterizedTest
  @MethodSource("behaviours")
  void aServerWithTwoAddressesTellsAll(
      NatMapping mapping, NatFiltering filtering, Hairpinning hairpinning) {
    SimulatedNat nat = nat(mapping, filtering, hairpinning);
    var network = new ProbedNetwork(nat, Servers.WITH_TWO_ADDRESSES, List.of(SERVER));

    NatReport report = network.run();

    assertThat(report.mapping()).isEqualTo(mapping);
    assertThat(report.filtering()).isEqualTo(filtering);
    assertThat(report.servers().getFirst().second()).contains(SECOND);
    // A mapping that depends on the endpoint is another one toward the own public address: those
    // two cannot meet
    // unless nothing is filtered.
    boolean meets =
        mapping == NatMapping.ENDPOINT_INDEPENDENT
            || filtering == NatFiltering.ENDPOINT_INDEPENDENT;
    assertThat(report.hairpinning()).isEqualTo(meets ? hairpinning : Hairpinning.UNSUPPORTED);
    assertThat(network.nowNanos()).isLessThan(FOUR_SECONDS_NANOS);
  }

  @ParameterizedTest
  @MethodSource("filterings")
  void withoutTranslationThereMayStillBeAFirewall(NatFiltering filtering) {
    SimulatedNat nat = nat(NatMapping.NONE, filtering, Hairpinning.UNSUPPORTED);

    NatReport report = new ProbedNetwork(nat, Servers.WITH_TWO_ADDRESSES, List.of(SERVER)).run();

    assertThat(report.mapping()).isEqualTo(NatMapping.NONE);
    assertThat(report.filtering()).isEqualTo(filtering);
    assertThat(report.hairpinning()).isEqualTo(Hairpinning.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(
      value = Servers.class,
      names = {"WITH_ONE_ADDRESS", "OLD"})
  void oneAddressTellsThatWeAreReachedAndNoMore(Servers servers) {
    NatReport report = new ProbedNetwork(portRestricted(), servers, List.of(SERVER)).run();

    assertThat(report.anyAnswer()).isTrue();
    assertThat(report.mapping()).isEqualTo(NatMapping.UNKNOWN);
    assertThat(report.filtering()).isEqualTo(NatFiltering.UNKNOWN);
  }

  @Test
  void twoServersTellWhetherTheMappingDependsOnThem() {
    List<InetSocketAddress> both = List.of(SERVER, ANOTHER);
    SimulatedNat symmetric =
        nat(
            NatMapping.ADDRESS_AND_PORT_DEPENDENT,
            NatFiltering.ADDRESS_AND_PORT_DEPENDENT,
            Hairpinning.UNSUPPORTED);

    assertThat(new ProbedNetwork(portRestricted(), Servers.WITH_ONE_ADDRESS, both).run().mapping())
        .isEqualTo(NatMapping.ENDPOINT_INDEPENDENT);
    assertThat(new ProbedNetwork(symmetric, Servers.WITH_ONE_ADDRESS, both).run().mapping())
        .isEqualTo(NatMapping.DEPENDENT);
  }

  @Test
  void aServerThatIgnoresWhatIsAskedTellsNothingOfFilters() {
    NatReport report =
        new ProbedNetwork(portRestricted(), Servers.IGNORING_CHANGES, List.of(SERVER)).run();

    assertThat(report.mapping()).isEqualTo(NatMapping.ENDPOINT_INDEPENDENT);
    assertThat(report.filtering()).isEqualTo(NatFiltering.UNKNOWN);
  }

  @Test
  void whereNothingAnswersItEndsAndSaysSo() {
    var network =
        new ProbedNetwork(portRestricted(), Servers.WITH_TWO_ADDRESSES, List.of(SERVER, ANOTHER))
            .losing(_ -> true);

    NatReport report = network.run();

    assertThat(report.anyAnswer()).isFalse();
    assertThat(report.servers()).hasSize(2);
    assertThat(report.mapping()).isEqualTo(NatMapping.UNKNOWN);
    assertThat(network.nowNanos()).isLessThan(FOUR_SECONDS_NANOS);
  }

  @Test
  void aLostQuestionIsAskedAgain() {
    Set<List<Object>> seen = new HashSet<>();
    SimulatedNat nat =
        nat(NatMapping.ADDRESS_DEPENDENT, NatFiltering.ENDPOINT_INDEPENDENT, Hairpinning.SUPPORTED);
    var network =
        new ProbedNetwork(nat, Servers.WITH_TWO_ADDRESSES, List.of(SERVER))
            .losing(
                datagram ->
                    seen.add(List.of(datagram.socket(), datagram.to(), datagram.bytes().length)));

    NatReport report = network.run();

    assertThat(report.mapping()).isEqualTo(NatMapping.ADDRESS_DEPENDENT);
    assertThat(report.filtering()).isEqualTo(NatFiltering.ENDPOINT_INDEPENDENT);
    assertThat(report.hairpinning()).isEqualTo(Hairpinning.SUPPORTED);
  }

  @Test
  void theServersRoundTripTimeIsTold() {
    NatReport report =
        new ProbedNetwork(portRestricted(), Servers.WITH_ONE_ADDRESS, List.of(SERVER)).run();

    assertThat(report.servers())
        .singleElement()
        .satisfies(
            answer -> {
              assertThat(answer.roundTripNanos()).isEqualTo(ProbedNetwork.LATENCY_NANOS);
              assertThat(answer.mapped().map(InetSocketAddress::getHostString))
                  .isEqualTo(Optional.of("192.0.2.77"));
            });
  }
}
