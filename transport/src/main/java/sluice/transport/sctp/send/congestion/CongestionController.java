package sluice.transport.sctp.send.congestion;

/// Decides how much may be in flight, and how fast it leaves. It hears of every packet sent, acknowledged and lost;
/// loss *detection* is none of its business.
///
/// Byte counts are bytes of user data in DATA chunks with their chunk headers, as RFC 9260 counts its flight size.
public interface CongestionController {

  /// A rate that means: unpaced.
  long UNPACED = Long.MAX_VALUE;

  /// Makes a controller for one association.
  interface Factory {
    /// @param packetBytes the largest SCTP packet that the path carries now
    CongestionController create(int packetBytes);
  }

  /// A packet with new or repeated DATA leaves.
  ///
  /// @param bytes of DATA in it
  /// @param inFlightBytes with this packet
  void onSent(long nowNanos, int bytes, long inFlightBytes);

  /// A SACK was processed that acknowledged something or showed losses. Losses in it have been counted, too.
  ///
  /// @param sample is reused for the next SACK: nothing may keep it
  void onAcknowledged(AcknowledgementSample sample);

  /// The first loss after a recovery ended: RFC 9260's and RFC 9438's congestion event. Called before
  /// {@link #onAcknowledged} for the same SACK.
  ///
  /// @param inFlightBytes before the loss was taken out
  void onCongestionEvent(long nowNanos, long inFlightBytes);

  /// All that was outstanding when the last congestion event came has been acknowledged.
  void onRecovered(long nowNanos);

  /// The retransmission timer expired and everything in flight counts as lost.
  void onRetransmissionTimeout(long nowNanos, long inFlightBytes);

  /// The last congestion event or time-out was a mistake: what counted as lost had arrived (RFC 3522's idea).
  void onSpuriousLoss(long nowNanos);

  /// Nothing was in flight for longer than an RTO, and now sending begins again.
  void onIdleEnd(long nowNanos, long idleNanos);

  /// The path carries packets of another size from now on.
  void onPacketSize(int packetBytes);

  /// Something on the way keeps little more than this while it waits: a relay with small buffers. Without a call nothing is
  /// known of any such limit.
  ///
  /// @param bytes `Long.MAX_VALUE` for none
  default void onBurstLimit(long bytes) {}

  /// How many bytes may be in flight.
  long windowBytes();

  /// How fast packets may leave, in bytes a second, or {@link #UNPACED}.
  long pacingBytesPerSecond();

  /// A few words on the state, for statistics and logs.
  String describe();
}
