package sluice.transport.sctp.send.congestion;

/// What BBR is about, with the gains that go with it: of the bandwidth when pacing, and of the bandwidth-delay product for
/// what may be in flight, alone on a path and beside others.
enum BbrPhase {
  STARTUP(2.77, 2.77, 2.77),
  DRAIN(0.5, 2.77, 2.77),
  DOWN(0.9, 2.0, 1.6),
  CRUISE(1.0, 2.0, 1.6),
  REFILL(1.0, 2.0, 1.6),
  UP(1.25, 2.25, 2.25),
  SHARED(1.2, 2.0, 1.6),
  PROBE_RTT(1.0, 2.0, 1.6);

  private final double pacing;
  private final double window;
  private final double windowBesideOthers;

  BbrPhase(double pacing, double window, double windowBesideOthers) {
    this.pacing = pacing;
    this.window = window;
    this.windowBesideOthers = windowBesideOthers;
  }

  /// Of the bandwidth; in SHARED, of the window in a round trip.
  double pacing() {
    return pacing;
  }

  /// Of the bandwidth-delay product.
  double window(boolean alone) {
    return alone ? window : windowBesideOthers;
  }
}
