package sluice.app.session;

import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.transport.PeerOptions;

/// The sentence and the remedy where no route was found, by what the user had allowed, or none that
/// carries a secure connection.
final class RouteEndings {
  static final String NO_ROUTE = "no_route";
  static final String HANDSHAKE_FAILED = "handshake_failed";

  private static final String HELP =
      "Give both sides a STUN or TURN server (--ice-server), use a relay that hands them out or"
          + " forwards, or let a firewall pass UDP; `sluice doctor` tells what this network allows";

  private RouteEndings() {}

  static Ending noRoute(PeerOptions.Via via, String detail) {
    return switch (via) {
      case ANY -> ending("No route between the two machines was found" + inBrackets(detail), HELP);
      case DIRECT ->
          ending(
              "No direct route between the two machines was found, and --via direct allows no other"
                  + inBrackets(detail),
              "Leave --via direct out to go through a TURN server or the relay");
      case RELAY ->
          ending(
              "No TURN server or relay connects the two machines, and --via relay allows no direct"
                  + " route"
                  + inBrackets(detail),
              "Check the TURN servers, or leave --via relay out");
    };
  }

  /// A pair of addresses answered, and DTLS did not come to its end over it.
  static Ending handshakeFailed(String detail) {
    return new Ending(
        ExitCode.NO_ROUTE,
        HANDSHAKE_FAILED,
        "A path was found, but no secure connection over it" + inBrackets(detail),
        null,
        "Start both sides again; where a tunnel or an old link carries only small packets, raise"
            + " its MTU to 1280 or go by another network");
  }

  /// `--via relay`, and nobody relays.
  static Ending nothingRelays() {
    return ending(
        "--via relay: there is no TURN server, and the relay does not forward",
        "Name one with --ice-server turn:USER:PASSWORD@HOST, or leave --via relay out");
  }

  private static String inBrackets(String detail) {
    return detail.isEmpty() ? "" : " (" + Escaper.escape(detail) + ")";
  }

  private static Ending ending(String happened, String remedy) {
    return new Ending(ExitCode.NO_ROUTE, NO_ROUTE, happened, null, remedy);
  }
}
