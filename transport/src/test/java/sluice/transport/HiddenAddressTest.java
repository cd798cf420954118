package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.transport.turn.Coturn;

/// Over relays alone, nothing that the other end is told holds an address of this machine: no line of a description, no
/// candidate, in the first meeting and in a restart.
@Timeout(60)
class HiddenAddressTest {
  private static final String RELAY = "127.0.0.2";
  private static final Pattern IPV4 = Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:.%]*");

  @TempDir static Path directory;

  @Test
  void allThatIsToldNamesTheRelayAlone() throws Exception {
    assumeTrue(Coturn.installed(), "coturn is not installed");
    try (Coturn coturn =
        Coturn.start(directory, "--listening-ip=" + RELAY, "--relay-ip=" + RELAY)) {
      String at = RELAY + ":" + coturn.port;
      PeerOptions options =
          PeerOptions.defaults()
              .withIceServers(
                  List.of(
                      RelayedPathTest.server("turn:" + at),
                      RelayedPathTest.server("turn:" + at + "?transport=tcp"),
                      IceServer.of(URI.create("stun:" + at))))
              .withVia(PeerOptions.Via.RELAY)
              .withConnectTimeout(Duration.ofSeconds(15));
      try (var pair = new PeerPair(options, options)) {
        assertThat(RelayedPathTest.transfer(pair).kind()).isEqualTo(Route.Kind.RELAYED);
        pair.offerer.connection.restart();
        pair.await(() -> gathered(pair.offerer) == 2 && gathered(pair.answerer) == 2);
        assertThat(addresses(pair.offerer)).containsOnly(RELAY, "0.0.0.0");
        assertThat(addresses(pair.answerer)).containsOnly(RELAY, "0.0.0.0");
        for (String own : own()) {
          assertThat(told(pair.offerer)).noneMatch(text -> text.contains(own));
          assertThat(told(pair.answerer)).noneMatch(text -> text.contains(own));
        }
      }
    }
  }

  private static Stream<PeerEvent> events(PeerEnd end) {
    return Stream.concat(end.seen.stream(), end.events.stream());
  }

  private static long gathered(PeerEnd end) {
    return events(end).filter(PeerEvent.CandidatesComplete.class::isInstance).count();
  }

  /// What the application carries to the other end.
  private static List<String> told(PeerEnd end) {
    return events(end)
        .flatMap(
            event ->
                switch (event) {
                  case PeerEvent.LocalDescription(String text) -> Stream.of(text);
                  case PeerEvent.LocalCandidate(String text) -> Stream.of(text);
                  default -> Stream.empty();
                })
        .toList();
  }

  private static Set<String> addresses(PeerEnd end) {
    var found = new TreeSet<String>();
    for (String text : told(end)) {
      for (String line : text.split("\r\n", -1)) {
        IPV4.matcher(line).results().forEach(each -> found.add(each.group()));
        if (!line.startsWith("a=fingerprint:")) {
          IPV6.matcher(line).results().forEach(each -> found.add(each.group()));
        }
      }
    }
    return found;
  }

  private static List<String> own() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .map(InetAddress::getHostAddress)
        .map(text -> text.replaceFirst("%.*", ""))
        .filter(text -> text.length() > "::1".length())
        .toList();
  }
}
