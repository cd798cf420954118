package sluice.transport.sctp;

/// Counters since the association began, and the present state of its path.
public record AssociationStatistics(
    AssociationState state,
    long packetsSent,
    long packetsReceived,
    long packetsDiscarded,
    long dataBytesSent,
    long dataBytesRetransmitted,
    long dataBytesDelivered,
    long retransmissionTimeouts,
    long congestionEvents,
    long spuriousLosses,
    long duplicateTsnsReceived,
    long smoothedRttNanos,
    long minRttNanos,
    long inFlightBytes,
    long windowBytes,
    long peerWindowBytes,
    int packetBytes,
    String congestion) {}
