package sluice.transport.sctp.send.congestion;

/// What one SACK told, for the {@link CongestionController}: one mutable object, filled anew for each SACK so that
/// nothing is allocated. The rate is sampled as in draft-cheng-iccrg-delivery-rate-estimation.
public final class AcknowledgementSample {
  /// When the SACK arrived.
  public long nowNanos;

  /// Bytes newly acknowledged, cumulatively or by gap blocks.
  public long acknowledgedBytes;

  /// Bytes that count as lost since the last sample.
  public long lostBytes;

  /// Bytes in flight before and after this SACK.
  public long priorInFlightBytes;

  public long inFlightBytes;

  /// Bytes in flight when the newest packet acknowledged here was sent, itself included.
  public long inFlightAtSendBytes;

  /// Round-trip time of the newest packet that was acknowledged and never repeated, or -1.
  public long rttNanos;

  public long smoothedRttNanos;

  /// Bytes delivered since the association began, this SACK included.
  public long deliveredBytes;

  /// {@link #deliveredBytes} when the newest packet acknowledged here was sent: a round ends when this passes the
  /// count at the beginning of the round.
  public long deliveredAtSendBytes;

  /// Bytes declared lost since the association began, now and when that packet was sent.
  public long lostTotalBytes;

  public long lostAtSendBytes;

  /// Bytes a second, or 0 where this SACK gives no valid sample.
  public long deliveryBytesPerSecond;

  /// The time that the rate was measured over.
  public long intervalNanos;

  /// When that packet was sent the application or the peer's window, not the congestion window, was the limit.
  public boolean limitedByOthers;

  /// The congestion window was used up when this SACK came in: only then may it grow (RFC 9260, section 7.2.1).
  public boolean windowLimited;

  /// A loss recovery is under way.
  public boolean inRecovery;
}
