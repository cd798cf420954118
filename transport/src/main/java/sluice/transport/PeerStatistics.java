package sluice.transport;

/// A snapshot of what a connection has counted since it was opened.
///
/// @param provenDatagrams a measure of life: grows whenever something comes that only the other end can have sent, over
///     whatever path, at the latest with each check of consent (RFC 7675: every 6 s while the path works); not a count of
///     each
/// @param smoothedRoundTripNanos SCTP's own estimate; 0 before the first measurement
/// @param rejectedDatagrams datagrams that no layer could take: forged, replayed, malformed
public record PeerStatistics(
    long bytesSent,
    long bytesReceived,
    long datagramsSent,
    long datagramsReceived,
    long retransmittedBytes,
    long rejectedDatagrams,
    long provenDatagrams,
    long smoothedRoundTripNanos) {}
