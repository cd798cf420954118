package sluice.app.cli;

import sluice.app.ui.Frontend;

/// Opens what a command shows on.
final class Streams {
  private Streams() {}

  /// The frontend of a command whose results go to standard output.
  static Frontend frontend(GlobalOptions options, Surroundings surroundings) {
    return Frontend.open(
        options.format(),
        surroundings.out(),
        surroundings.err(),
        surroundings.obstacle(),
        surroundings.environment());
  }
}
