package sluice.app.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sluice.app.Escaper;

/// The report for people: what it means first, then what was seen.
public final class TextReport {
  private TextReport() {}

  /// The lines, safe to show.
  public static List<String> of(Facts facts, Diagnosis diagnosis) {
    List<String> lines = new ArrayList<>(diagnosis.findings());
    lines.add("");
    facts.interfaces().forEach(each -> lines.add(line("interface " + each.name(), words(each))));
    facts.families().forEach(family -> addFamily(lines, family));
    for (Facts.Turn server : facts.turn()) {
      String answer =
          server
              .relayed()
              .map(address -> "relayed address " + address(address) + after(server.after()))
              .orElse("no relayed address");
      lines.add(line(TurnNames.of(server.uri()), answer));
    }
    facts
        .relay()
        .ifPresent(
            relay ->
                lines.add(
                    line(
                        "relay " + relay.uri(),
                        relay.obstacle().orElseGet(() -> "answers" + after(relay.after())))));
    lines.add(
        line(
            "socket buffers",
            kib(facts.buffers().receiveBytes())
                + " receiving, "
                + kib(facts.buffers().sendBytes())
                + " sending, of "
                + kib(facts.buffers().askedBytes())
                + " asked for"));
    facts.proxies().forEach(proxy -> lines.add(line("proxy " + proxy.source(), proxy.address())));
    return lines.stream().map(Escaper::escape).toList();
  }

  private static void addFamily(List<String> lines, Facts.Family family) {
    for (Facts.Stun server : family.stun()) {
      String answer =
          server
              .seenAt()
              .map(address -> "sees us at " + address(address) + after(server.after()))
              .orElse("no answer");
      lines.add(line(server.name() + " (" + family.version() + ")", answer));
    }
    if (family.reached()) {
      lines.add(line(family.version() + " mapping", JsonReport.word(family.mapping())));
      lines.add(line(family.version() + " filtering", JsonReport.word(family.filtering())));
      lines.add(line(family.version() + " hairpinning", JsonReport.word(family.hairpinning())));
      family
          .pathMtuBytes()
          .ifPresent(bytes -> lines.add(line(family.version() + " path MTU", bytes + " bytes")));
    }
  }

  private static String words(Facts.Interface each) {
    String addresses =
        each.addresses().stream()
            .map(InetAddress::getHostAddress)
            .collect(Collectors.joining(", "));
    return addresses + ", MTU " + each.mtuBytes();
  }

  private static String line(String what, String value) {
    return "  " + what + ": " + value;
  }

  static String address(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static String after(Duration duration) {
    return " after " + duration.toMillis() + " ms";
  }

  private static String kib(int bytes) {
    return bytes / 1024 + " KiB";
  }
}
