package sluice.app.doctor;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.app.ExitCode;
import sluice.app.doctor.Facts.Family;
import sluice.app.doctor.Facts.Origin;
import sluice.app.doctor.Facts.Version;

/// What the facts mean for transfers.
///
/// @param findings sentences for people, the weightiest first; they may hold text of a server: escape them
/// @param exit what the command ends with
public record Diagnosis(List<String> findings, ExitCode exit) {
  /// Below this a fast transfer loses datagrams in the system itself.
  private static final int ENOUGH_BUFFER_BYTES = 1 << 20;

  /// Below this an IP packet does not carry what every link of today does.
  private static final int USUAL_MTU_BYTES = 1400;

  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /// Draws the conclusions.
  public static Diagnosis of(Facts facts) {
    List<String> findings = new ArrayList<>();
    if (facts.interfaces().isEmpty()) {
      findings.add("This machine has no network: only transfers within it are possible.");
    }
    Set<Way> ways = ways(facts);
    boolean asked = ways.contains(Way.ASKED);
    boolean udp = ways.contains(Way.UDP);
    boolean turn = ways.contains(Way.TURN);
    findings.add(rendezvous(facts));
    for (String server : facts.leftOut()) {
      findings.add(
          "The relay was not asked by UDP ("
              + server
              + "): --proxy lets nothing past the proxy. A STUN server that may be asked directly"
              + " (--ice-server stun:HOST) tells more.");
    }
    if (!asked && facts.leftOut().isEmpty()) {
      findings.add(
          "No STUN server is named, so nothing can be said of NATs: name a relay (--relay) or a"
              + " STUN server (--ice-server stun:HOST).");
    } else if (asked && !udp) {
      findings.add(blocked(facts, turn));
    } else if (asked) {
      facts.families().stream()
          .filter(Family::reached)
          .forEach(family -> findings.add(direct(family)));
    }
    findings.addAll(relayed(facts));
    findings.addAll(details(facts));
    return new Diagnosis(findings, exit(facts, ways));
  }

  /// What is there: STUN was asked, UDP came back, TURN gave an address, the relay answered.
  private enum Way {
    ASKED,
    UDP,
    TURN,
    RELAY
  }

  private static Set<Way> ways(Facts facts) {
    Set<Way> ways = EnumSet.noneOf(Way.class);
    if (facts.families().stream().anyMatch(family -> !family.stun().isEmpty())) {
      ways.add(Way.ASKED);
    }
    if (facts.families().stream().anyMatch(Family::reached)) {
      ways.add(Way.UDP);
    }
    if (facts.turn().stream().anyMatch(server -> server.relayed().isPresent())) {
      ways.add(Way.TURN);
    }
    if (facts.relay().isPresent() && facts.relay().get().obstacle().isEmpty()) {
      ways.add(Way.RELAY);
    }
    return ways;
  }

  private static ExitCode exit(Facts facts, Set<Way> ways) {
    if (facts.relay().isPresent() && !ways.contains(Way.RELAY)) {
      return ExitCode.RELAY_UNREACHABLE;
    }
    boolean noWay = ways.contains(Way.ASKED) && !ways.contains(Way.UDP) && !ways.contains(Way.TURN);
    return facts.interfaces().isEmpty() || noWay ? ExitCode.NO_ROUTE : ExitCode.DONE;
  }

  private static String rendezvous(Facts facts) {
    return facts
        .relay()
        .map(
            relay ->
                relay
                    .obstacle()
                    .map(
                        why ->
                            "The relay "
                                + relay.uri()
                                + " cannot be reached ("
                                + why
                                + "): no code of it works from here.")
                    .orElse(
                        "The relay "
                            + relay.uri()
                            + " answers: codes work wherever it can be reached."))
        .orElse("No relay is named: codes work on this network only (see --relay).");
  }

  private static String blocked(Facts facts, boolean turn) {
    boolean named =
        facts.families().stream()
            .flatMap(family -> family.stun().stream())
            .anyMatch(server -> server.origin() == Origin.NAMED);
    String silent =
        named
            ? "No STUN server answers: UDP is blocked, or all of them are down."
            : "The relay answers no STUN: UDP is blocked, or this relay does not serve it.";
    return silent
        + (turn
            ? " Transfers go through TURN, slower, but they go."
            : " Without a TURN server that answers (--ice-server turns:…) there is a route to"
                + " machines on this network only, unless the relay forwards.");
  }

  private static String direct(Family family) {
    NatName name = NatName.of(family.mapping(), family.filtering());
    String reach =
        switch (name) {
          case OPEN -> "direct transfers work with everybody whose UDP is not blocked.";
          case FULL_CONE, RESTRICTED ->
              "direct transfers work with everybody whose UDP is not blocked.";
          case FIREWALL, PORT_RESTRICTED ->
              "direct transfers work with nearly everybody; with a peer behind a symmetric NAT they"
                  + " need TURN.";
          case UNTRANSLATED, CONE ->
              "direct transfers work with most; a server with two addresses could tell more.";
          case SYMMETRIC ->
              "direct transfers work with peers that are open or behind a full or restricted cone;"
                  + " all others need TURN.";
          case UNKNOWN ->
              "UDP passes; one more STUN server, on another address, could tell what the NAT does.";
        };
    if (family.version() == Version.IPV6 && name == NatName.FIREWALL) {
      reach = "direct transfers work with everybody who has IPv6.";
    }
    return family.version() + ": " + name.text() + " (" + name.meaning() + "): " + reach;
  }

  private static List<String> relayed(Facts facts) {
    List<String> findings = new ArrayList<>();
    for (Facts.Turn server : facts.turn()) {
      if (server.relayed().isEmpty()) {
        findings.add(
            "The TURN server "
                + TurnNames.of(server.uri())
                + " gives no relayed address: not reachable, or it refuses the credentials.");
      }
    }
    if (facts.turn().isEmpty()) {
      findings.add(
          "No TURN server is named here; a relay may still hand one out once both sides have"
              + " come.");
    }
    return findings;
  }

  private static List<String> details(Facts facts) {
    List<String> findings = new ArrayList<>();
    for (String host : facts.unresolved()) {
      findings.add("The name " + host + " has no address here.");
    }
    for (Family family : facts.families()) {
      boolean small =
          family.pathMtuBytes().isPresent() && family.pathMtuBytes().getAsInt() < USUAL_MTU_BYTES;
      if (small) {
        findings.add(
            family.version()
                + ": packets larger than "
                + family.pathMtuBytes().getAsInt()
                + " bytes do not come through (a tunnel?); transfers adapt to that.");
      }
    }
    int granted = Math.min(facts.buffers().receiveBytes(), facts.buffers().sendBytes());
    if (granted < ENOUGH_BUFFER_BYTES) {
      findings.add(
          "The system grants socket buffers of "
              + granted / 1024
              + " KiB only, which fast transfers feel (Linux: sysctl net.core.rmem_max and"
              + " wmem_max).");
    }
    proxy(facts).ifPresent(findings::add);
    return findings;
  }

  private static Optional<String> proxy(Facts facts) {
    return facts.proxies().stream()
        .findFirst()
        .map(
            proxy ->
                "A proxy is set ("
                    + proxy.source()
                    + ": "
                    + proxy.address()
                    + "): the relay and TURN over TCP are reached through it, UDP is not.");
  }
}
