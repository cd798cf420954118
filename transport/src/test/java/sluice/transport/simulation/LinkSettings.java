package sluice.transport.simulation;

/// One direction of a link.
///
/// @param bytesPerSecond of the bottleneck, 0 for no limit
/// @param queueBytes that wait before it; what does not fit is dropped
/// @param delayNanos one way
/// @param jitterNanos added at random, which reorders
/// @param loss probability of each packet
/// @param duplication probability of each packet
/// @param corruption probability of each packet, of one flipped bit
/// @param overheadBytes that each packet costs on the wire beside itself
public record LinkSettings(
    long bytesPerSecond,
    long queueBytes,
    long delayNanos,
    long jitterNanos,
    double loss,
    double duplication,
    double corruption,
    int overheadBytes) {

  public static final LinkSettings PERFECT =
      new LinkSettings(0, Long.MAX_VALUE, 10 * Simulation.MILLISECOND, 0, 0, 0, 0, 0);

  public LinkSettings withDelay(long nanos) {
    return new LinkSettings(
        bytesPerSecond,
        queueBytes,
        nanos,
        jitterNanos,
        loss,
        duplication,
        corruption,
        overheadBytes);
  }

  public LinkSettings withJitter(long nanos) {
    return new LinkSettings(
        bytesPerSecond,
        queueBytes,
        delayNanos,
        nanos,
        loss,
        duplication,
        corruption,
        overheadBytes);
  }

  public LinkSettings withLoss(double probability) {
    return new LinkSettings(
        bytesPerSecond,
        queueBytes,
        delayNanos,
        jitterNanos,
        probability,
        duplication,
        corruption,
        overheadBytes);
  }

  public LinkSettings withDuplication(double probability) {
    return new LinkSettings(
        bytesPerSecond,
        queueBytes,
        delayNanos,
        jitterNanos,
        loss,
        probability,
        corruption,
        overheadBytes);
  }

  public LinkSettings withCorruption(double probability) {
    return new LinkSettings(
        bytesPerSecond,
        queueBytes,
        delayNanos,
        jitterNanos,
        loss,
        duplication,
        probability,
        overheadBytes);
  }

  /// @param overhead of each packet, as IP, UDP and DTLS headers
  public LinkSettings withRate(long newBytesPerSecond, long newQueueBytes, int overhead) {
    return new LinkSettings(
        newBytesPerSecond,
        newQueueBytes,
        delayNanos,
        jitterNanos,
        loss,
        duplication,
        corruption,
        overhead);
  }
}
