package sluice.app.session;

import sluice.app.ui.UiEvent;
import sluice.transport.Route;

/// The transport's routes in the words of events.
final class RouteWords {
  private RouteWords() {}

  static UiEvent.Path path(Route route) {
    UiEvent.RouteName name =
        switch (route.kind()) {
          case LAN -> UiEvent.RouteName.LAN;
          case DIRECT -> UiEvent.RouteName.DIRECT;
          case RELAYED -> UiEvent.RouteName.RELAYED;
          case FORWARDED -> UiEvent.RouteName.FORWARDED;
        };
    return new UiEvent.Path(name, route.local(), route.remote(), route.roundTripTime());
  }
}
