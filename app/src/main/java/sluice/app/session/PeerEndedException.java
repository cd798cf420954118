package sluice.app.session;

import sluice.app.ui.Ending;

/// A session of paired peers ended before there was a connection.
final class PeerEndedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Ending ending;

  PeerEndedException(Ending ending) {
    super(ending.code());
    this.ending = ending;
  }

  Ending ending() {
    return ending;
  }
}
