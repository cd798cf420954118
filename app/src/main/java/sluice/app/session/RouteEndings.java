package sluice.app.session;

import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.transport.PeerOptions;

/// The sentence and the remedy where no route was found, by what the user had allowed.
final class RouteEndings {
  static final String NO_ROUTE = "no_route";

  private static final String HELP =
      "Give both sides a STUN or TURN server (--ice-server), use a relay that hands them out or"
          + " forwards, or let a firewall pass UDP; `sluice doctor` tells what this network allows";

  private RouteEndings() {}

  static Ending noRoute(PeerOptions.Via via, String detail) {
    String inBrackets = detail.isEmpty() ? "" : " (" + Escaper.escape(detail) + ")";
    return switch (via) {
      case ANY -> ending("No route between the two machines was found" + inBrackets, HELP);
      case DIRECT ->
          ending(
              "No direct route between the two machines was found, and --via direct allows no other"
                  + inBrackets,
              "Leave --via direct out to go through a TURN server or the relay");
      case RELAY ->
          ending(
              "No TURN server or relay connects the two machines, and --via relay allows no direct"
                  + " route"
                  + inBrackets,
              "Check the TURN servers, or leave --via relay out");
    };
  }

  /// `--via relay`, and nobody relays.
  static Ending nothingRelays() {
    return ending(
        "--via relay: there is no TURN server, and the relay does not forward",
        "Name one with --ice-server turn:USER:PASSWORD@HOST, or leave --via relay out");
  }

  private static Ending ending(String happened, String remedy) {
    return new Ending(ExitCode.NO_ROUTE, NO_ROUTE, happened, null, remedy);
  }
}
