package sluice.app.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.transport.probe.Hairpinning;
import sluice.transport.probe.NatFiltering;
import sluice.transport.probe.NatMapping;

/// Networks as they may be found.
final class Samples {
  static final Facts.Buffers LARGE = new Facts.Buffers(4 << 20, 4 << 20, 4 << 20);
  static final URI RELAY = URI.create("wss://relay.example");

  private Samples() {}

  static Facts.Interface ethernet() {
    try {
      return new Facts.Interface("eth0", 1500, List.of(InetAddress.getByName("10.0.0.2")));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Facts.Stun stun(Facts.Origin origin, boolean answers) {
    return new Facts.Stun(
        "stun:stun.example",
        origin,
        answers ? Optional.of(new InetSocketAddress("192.0.2.77", 40_000)) : Optional.empty(),
        Duration.ofMillis(answers ? 12 : 0),
        Optional.empty());
  }

  static Facts.Family family(NatMapping mapping, NatFiltering filtering) {
    return new Facts.Family(
        Facts.Version.IPV4,
        List.of(stun(Facts.Origin.NAMED, true)),
        mapping,
        filtering,
        Hairpinning.UNKNOWN,
        OptionalInt.of(1500));
  }

  static Facts.Family silence(Facts.Origin origin) {
    return new Facts.Family(
        Facts.Version.IPV4,
        List.of(stun(origin, false)),
        NatMapping.UNKNOWN,
        NatFiltering.UNKNOWN,
        Hairpinning.UNKNOWN,
        OptionalInt.empty());
  }

  static Facts.Turn turn(boolean answers) {
    return new Facts.Turn(
        URI.create("turns:joe:secret@turn.example:443?transport=tcp"),
        answers ? Optional.of(new InetSocketAddress("192.0.2.9", 50_000)) : Optional.empty(),
        Duration.ofMillis(30));
  }

  static Facts.Relay relay(Optional<String> obstacle) {
    return new Facts.Relay(RELAY, Duration.ofMillis(40), obstacle);
  }

  static Facts facts(Facts.Family family, List<Facts.Turn> turn, Optional<String> obstacle) {
    return new Facts(
        List.of(ethernet()),
        List.of(family),
        turn,
        Optional.of(relay(obstacle)),
        List.of(),
        List.of(),
        LARGE,
        List.of());
  }
}
