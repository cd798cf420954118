package sluice.transport.simulation;

import sluice.transport.sctp.send.congestion.AcknowledgementSample;
import sluice.transport.sctp.send.congestion.CongestionController;

/// Never the limit: for tests of everything else.
public final class UnlimitedWindow implements CongestionController {
  public UnlimitedWindow(int packetBytes) {}

  @Override
  public void onSent(long nowNanos, int bytes, long inFlightBytes) {}

  @Override
  public void onAcknowledged(AcknowledgementSample sample) {}

  @Override
  public void onCongestionEvent(long nowNanos, long inFlightBytes) {}

  @Override
  public void onRecovered(long nowNanos) {}

  @Override
  public void onRetransmissionTimeout(long nowNanos, long inFlightBytes) {}

  @Override
  public void onSpuriousLoss(long nowNanos) {}

  @Override
  public void onIdleEnd(long nowNanos, long idleNanos) {}

  @Override
  public void onPacketSize(int packetBytes) {}

  @Override
  public long windowBytes() {
    return Long.MAX_VALUE / 2;
  }

  @Override
  public long pacingBytesPerSecond() {
    return UNPACED;
  }

  @Override
  public String describe() {
    return "unlimited";
  }
}
