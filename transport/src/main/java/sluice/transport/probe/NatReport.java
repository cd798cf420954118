package sluice.transport.probe;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// What a {@link NatProbe} found out.
///
/// @param servers one for each server asked, in their order
public record NatReport(
    List<ServerAnswer> servers,
    NatMapping mapping,
    NatFiltering filtering,
    Hairpinning hairpinning) {

  /// How one STUN server answered.
  ///
  /// @param mapped as it saw us; empty where it did not answer
  /// @param roundTripNanos of its first answer, from our first question to it; 0 without an answer
  /// @param second its other address (RFC 5780, section 7.4), where it told one that can be used
  public record ServerAnswer(
      InetSocketAddress server,
      Optional<InetSocketAddress> mapped,
      long roundTripNanos,
      Optional<InetSocketAddress> second) {}

  public NatReport {
    servers = List.copyOf(servers);
  }

  /// Whether any datagram went to a server and back.
  public boolean anyAnswer() {
    return servers.stream().anyMatch(answer -> answer.mapped().isPresent());
  }
}
