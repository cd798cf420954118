package sluice.app.doctor;

import sluice.transport.probe.NatFiltering;
import sluice.transport.probe.NatMapping;

/// The names that people know (RFC 3489, section 5), as far as mapping and filtering have one.
public enum NatName {
  OPEN("open", "no NAT, and nothing is filtered"),
  FIREWALL("firewall", "no NAT, but only replies come in"),
  FULL_CONE("full cone", "a NAT that lets everybody in"),
  RESTRICTED("restricted cone", "a NAT that lets in whom we have sent something"),
  PORT_RESTRICTED("port-restricted cone", "a NAT that lets in the very ports we have sent to"),
  CONE("cone", "a NAT with one public port for all; whom it lets in is unknown"),
  SYMMETRIC("symmetric", "a NAT with another public port for each whom we talk to"),
  UNKNOWN("unknown", "a NAT whose ways the servers at hand cannot tell"),
  UNTRANSLATED("public address", "no NAT; whether a firewall filters is unknown");

  private final String text;
  private final String meaning;

  NatName(String text, String meaning) {
    this.text = text;
    this.meaning = meaning;
  }

  /// As people call it.
  public String text() {
    return text;
  }

  public String meaning() {
    return meaning;
  }

  /// The name of this behaviour.
  public static NatName of(NatMapping mapping, NatFiltering filtering) {
    return switch (mapping) {
      case NONE ->
          switch (filtering) {
            case ENDPOINT_INDEPENDENT -> OPEN;
            case ADDRESS_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT -> FIREWALL;
            case UNKNOWN -> UNTRANSLATED;
          };
      case ENDPOINT_INDEPENDENT ->
          switch (filtering) {
            case ENDPOINT_INDEPENDENT -> FULL_CONE;
            case ADDRESS_DEPENDENT -> RESTRICTED;
            case ADDRESS_AND_PORT_DEPENDENT -> PORT_RESTRICTED;
            case UNKNOWN -> CONE;
          };
      case ADDRESS_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT, DEPENDENT -> SYMMETRIC;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
