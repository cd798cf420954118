package sluice.transport.sctp.send;

import sluice.transport.sctp.send.congestion.CongestionController;

/// What the sending half needs to know from the beginning.
public record SendSettings(
    int initialTsn,
    int packetBytes,
    long bufferBytes,
    long initialRtoNanos,
    long minRtoNanos,
    long maxRtoNanos,
    CongestionController.Factory congestion) {}
