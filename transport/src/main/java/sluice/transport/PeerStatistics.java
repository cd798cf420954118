package sluice.transport;

/// A snapshot of what a connection has counted since it was opened.
///
/// @param smoothedRoundTripNanos SCTP's own estimate; 0 before the first measurement
/// @param rejectedDatagrams datagrams that no layer could take: forged, replayed, malformed
public record PeerStatistics(
    long bytesSent,
    long bytesReceived,
    long datagramsSent,
    long datagramsReceived,
    long retransmittedBytes,
    long rejectedDatagrams,
    long smoothedRoundTripNanos) {}
