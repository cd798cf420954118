package sluice.transport.sctp.send.congestion;

/// A model-based controller after BBR version 3 (draft-ietf-ccwg-bbr): it paces at the bandwidth that the path was seen
/// to deliver, holds in flight little more than that bandwidth times the least round trip, and probes for more from
/// time to time.
///
/// It leaves the draft twice. Where random loss is meant to be survived: a loss counts as congestion only together with
/// a queue, seen as delay, or when very much is lost at once; and only when it is more than a few packets. The draft's
/// threshold alone trips on a single packet where windows are small. And where others keep the queue filled, so that no
/// round trip is near the least one any more: there the model only preserves whatever share a flow happens to have, and
/// a {@link FairWindow} takes its place until the queue is seen empty.
public final class Bbr implements CongestionController {
  private static final double MARGIN = 0.99;

  private static final double LOSS_THRESHOLD = 0.02;
  private static final double HEAVY_LOSS = 0.25;
  private static final int LOSSES_THAT_COUNT = 4;
  private static final double HEADROOM = 0.85;

  /// Behind so short a round trip what waits at a relay is most of the flight.
  private static final long NEAR_NANOS = 2_000_000L;

  private static final int MIN_WINDOW_PACKETS = 4;
  private static final int INITIAL_WINDOW_PACKETS = 10;
  private static final int INITIAL_WINDOW_BYTES = 32_000;
  private static final double QUEUED_FLIGHT = 1.5;

  private static final long MILLISECOND = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final long PROBE_RTT_INTERVAL_NANOS = 5 * SECOND;
  private static final long PROBE_RTT_NANOS = 200 * MILLISECOND;
  private static final long ALONE_NANOS = 2 * SECOND;
  private static final long STILL_SHARED_NANOS = 4 * SECOND;
  private static final int MAX_UP_ROUNDS = 6;
  private static final long MAX_PROBE_ROUNDS = 63;

  private final PathModel model = new PathModel();
  private final ProbeInterval interval = new ProbeInterval();
  private final FairWindow fair = new FairWindow();
  private int packetBytes;
  private BbrPhase phase = BbrPhase.STARTUP;
  private BbrPhase afterProbeRtt = BbrPhase.CRUISE;
  private long windowBytes;
  private long windowBeforeProbeRtt;
  private long inFlightHigh = PathModel.UNBOUNDED;
  private long burstLimit = PathModel.UNBOUNDED;
  private boolean pipeFilled;
  private boolean alone;
  private long probedRttNanos;
  private long phaseBeganNanos;
  private long phaseBeganRound;
  private long cycleBeganNanos;
  private long cycleBeganRound;
  private long probeRttEndsNanos;
  private long smoothedRttNanos;

  public Bbr(int packetBytes) {
    this.packetBytes = packetBytes;
    this.windowBytes = initialWindow();
  }

  private long initialWindow() {
    return Math.max(
        (long) MIN_WINDOW_PACKETS * packetBytes,
        Math.min((long) INITIAL_WINDOW_PACKETS * packetBytes, INITIAL_WINDOW_BYTES));
  }

  @Override
  public void onSent(long nowNanos, int bytes, long inFlightBytes) {}

  @Override
  public void onAcknowledged(AcknowledgementSample sample) {
    smoothedRttNanos = sample.smoothedRttNanos;
    alone = model.withoutLowRttNanos(sample.nowNanos) < ALONE_NANOS;
    boolean congested = isCongested(sample);
    // What was sent before the first measurement may have met a path that did not carry yet: the
    // few
    // packets that came through then tell no bandwidth to stay at.
    boolean known = model.bandwidth() > 0 && model.rounds() > 0;
    model.onSample(sample, congested && pipeFilled);
    checkPipe(sample, congested && known);
    checkShared(sample);
    step(sample, congested);
    checkProbeRtt(sample);
    updateWindow(sample);
  }

  /// More lost than the threshold since the newest acknowledged packet was sent, and a queue at the same time.
  private boolean isCongested(AcknowledgementSample sample) {
    long lost = sample.lostTotalBytes - sample.lostAtSendBytes;
    if (lost < (long) LOSSES_THAT_COUNT * packetBytes) {
      return false;
    }
    double share = (double) lost / Math.max(sample.inFlightAtSendBytes, 1);
    if (share <= LOSS_THRESHOLD) {
      return false;
    }
    return smoothedRttNanos > model.queuedRttNanos() || model.queueStands() || share > HEAVY_LOSS;
  }

  private void checkPipe(AcknowledgementSample sample, boolean congested) {
    if (pipeFilled) {
      return;
    }
    if (congested && phase == BbrPhase.STARTUP) {
      pipeFilled = true;
      inFlightHigh = Math.max(model.unboundedBdp(), (long) (0.7 * sample.inFlightAtSendBytes));
      return;
    }
    // A flight that the bandwidth does not explain waits in a queue, whoever limited it.
    boolean pathLimits =
        !sample.limitedByOthers
            || sample.inFlightAtSendBytes > QUEUED_FLIGHT * model.unboundedBdp();
    if (!model.roundStarted() || !pathLimits) {
      return;
    }
    pipeFilled = model.hasStoppedGrowing();
  }

  private void step(AcknowledgementSample sample, boolean congested) {
    switch (phase) {
      case STARTUP -> {
        if (pipeFilled) {
          enter(BbrPhase.DRAIN, sample.nowNanos);
        }
      }
      case DRAIN -> {
        if (sample.inFlightBytes <= model.bdp(1.0)) {
          beginDown(sample.nowNanos);
        }
      }
      case DOWN -> {
        if (mayProbe(sample)) {
          beginRefill(sample.nowNanos);
        } else if (sample.inFlightBytes <= Math.min(model.bdp(1.0), withHeadroom())) {
          enter(BbrPhase.CRUISE, sample.nowNanos);
        }
      }
      case CRUISE -> {
        if (mayProbe(sample)) {
          beginRefill(sample.nowNanos);
        }
      }
      case REFILL -> {
        if (model.roundStarted() && model.rounds() > phaseBeganRound + 1) {
          enter(BbrPhase.UP, sample.nowNanos);
        }
      }
      case UP -> stepUp(sample, congested);
      case SHARED -> stepShared(sample);
      case PROBE_RTT -> {
        if (probeRttEndsNanos == 0 && sample.inFlightBytes <= probeRttWindow()) {
          probeRttEndsNanos = sample.nowNanos + PROBE_RTT_NANOS;
        } else if (probeRttEndsNanos != 0 && sample.nowNanos >= probeRttEndsNanos) {
          endProbeRtt(sample.nowNanos);
        }
      }
    }
  }

  /// The queue has not been empty for long, though the model held no more than the path: others fill it.
  private void checkShared(AcknowledgementSample sample) {
    boolean mayBegin =
        switch (phase) {
          case DOWN, CRUISE, REFILL, UP -> true;
          case STARTUP, DRAIN, SHARED, PROBE_RTT -> false;
        };
    if (mayBegin && !alone) {
      fair.begin(Math.min(windowBytes, sample.priorInFlightBytes));
      beginDown(sample.nowNanos);
      enter(BbrPhase.SHARED, sample.nowNanos);
    }
  }

  private void stepShared(AcknowledgementSample sample) {
    fair.onAcknowledged(sample, smoothedRttNanos > model.queuedRttNanos(), packetBytes);
    if (alone && fair.withoutCutNanos(sample.nowNanos) > STILL_SHARED_NANOS) {
      inFlightHigh = fair.bytes();
      model.forgetLosses();
      beginDown(sample.nowNanos);
    } else if (sample.nowNanos - cycleBeganNanos > interval.nanos(model.bandwidth())) {
      beginDown(sample.nowNanos);
      enter(BbrPhase.SHARED, sample.nowNanos);
    }
  }

  private void stepUp(AcknowledgementSample sample, boolean congested) {
    if (congested) {
      inFlightHigh =
          Math.max(
              sample.inFlightAtSendBytes,
              (long) (0.7 * Math.min(model.unboundedBdp(), windowBytes)));
      beginDown(sample.nowNanos);
      return;
    }
    if (inFlightHigh != PathModel.UNBOUNDED
        && sample.inFlightAtSendBytes + packetBytes >= inFlightHigh) {
      inFlightHigh += sample.acknowledgedBytes;
    }
    boolean longEnough = sample.nowNanos - phaseBeganNanos > model.minRttNanos();
    if ((longEnough && sample.priorInFlightBytes >= model.bdp(phase.pacing()))
        || model.rounds() > phaseBeganRound + MAX_UP_ROUNDS) {
      beginDown(sample.nowNanos);
    }
  }

  /// Time to probe again: after two to three seconds, or as soon as a loss-based flow of this window would have grown by
  /// as much.
  private boolean mayProbe(AcknowledgementSample sample) {
    long cycleRounds = Math.min(MAX_PROBE_ROUNDS, model.bdp(1.0) / Math.max(packetBytes, 1));
    return sample.nowNanos - cycleBeganNanos > interval.nanos(model.bandwidth())
        || model.rounds() - cycleBeganRound > Math.max(cycleRounds, 8);
  }

  private void beginDown(long nowNanos) {
    model.nextCycle();
    cycleBeganNanos = nowNanos;
    cycleBeganRound = model.rounds();
    interval.onProbed(alone, smoothedRttNanos, nowNanos);
    enter(BbrPhase.DOWN, nowNanos);
  }

  private void beginRefill(long nowNanos) {
    model.forgetLosses();
    interval.onProbe(model.bandwidth());
    enter(BbrPhase.REFILL, nowNanos);
  }

  private void enter(BbrPhase next, long nowNanos) {
    phase = next;
    phaseBeganNanos = nowNanos;
    phaseBeganRound = model.rounds();
  }

  /// Where no round trip has been near the least one for long, the queue may be ours: nearly empties it, and measures.
  private void checkProbeRtt(AcknowledgementSample sample) {
    boolean due =
        pipeFilled
            && phase != BbrPhase.PROBE_RTT
            && model.withoutLowRttNanos(sample.nowNanos) > PROBE_RTT_INTERVAL_NANOS
            && sample.nowNanos - probedRttNanos > PROBE_RTT_INTERVAL_NANOS;
    if (due) {
      afterProbeRtt = phase == BbrPhase.SHARED ? BbrPhase.SHARED : BbrPhase.CRUISE;
      windowBeforeProbeRtt = windowBytes;
      probeRttEndsNanos = 0;
      enter(BbrPhase.PROBE_RTT, sample.nowNanos);
    }
  }

  private void endProbeRtt(long nowNanos) {
    probedRttNanos = nowNanos;
    windowBytes = Math.max(windowBytes, windowBeforeProbeRtt);
    model.forgetLosses();
    cycleBeganNanos = nowNanos;
    cycleBeganRound = model.rounds();
    enter(afterProbeRtt, nowNanos);
  }

  private long probeRttWindow() {
    return Math.max(model.bdp(0.5), minWindow());
  }

  private long withHeadroom() {
    if (inFlightHigh == PathModel.UNBOUNDED) {
      return PathModel.UNBOUNDED;
    }
    long bound = (long) (HEADROOM * inFlightHigh);
    return alone ? Math.max(bound, model.unboundedBdp()) : bound;
  }

  private void updateWindow(AcknowledgementSample sample) {
    if (phase == BbrPhase.SHARED) {
      windowBytes = Math.max(fair.bytes(), minWindow());
      return;
    }
    long target = targetWindow();
    if (pipeFilled) {
      windowBytes = Math.min(windowBytes + sample.acknowledgedBytes, target);
    } else if (windowBytes < target || sample.deliveredBytes < 2L * initialWindow()) {
      windowBytes += sample.acknowledgedBytes;
    }
    windowBytes = Math.max(windowBytes, minWindow());
    if (phase == BbrPhase.PROBE_RTT) {
      windowBytes = Math.min(windowBytes, probeRttWindow());
    }
    long bound = Math.min(lossBound(), relayBound());
    windowBytes = Math.max(Math.min(windowBytes, bound), minWindow());
  }

  /// What the path itself holds, and one burst more: bundled acknowledgements and the gains of the phases would otherwise
  /// be many times what a near relay keeps.
  private long relayBound() {
    boolean near = burstLimit != PathModel.UNBOUNDED && model.minRttNanos() < NEAR_NANOS;
    return near ? model.unboundedBdp() + burstLimit : PathModel.UNBOUNDED;
  }

  private long targetWindow() {
    return model.bdp(phase.window(alone)) + model.extraBytes() + 3 * quantum();
  }

  private long lossBound() {
    return switch (phase) {
      case STARTUP, DRAIN, SHARED -> PathModel.UNBOUNDED;
      case UP, REFILL -> plusExtra(inFlightHigh);
      case DOWN, CRUISE, PROBE_RTT -> plusExtra(Math.min(withHeadroom(), model.inFlightLow()));
    };
  }

  private long plusExtra(long bound) {
    return bound == PathModel.UNBOUNDED ? bound : bound + model.extraBytes();
  }

  private long minWindow() {
    return (long) MIN_WINDOW_PACKETS * packetBytes;
  }

  private long quantum() {
    long inAMillisecond = model.boundedBandwidth() / 1_000;
    long least = 2L * packetBytes;
    return Math.clamp(inAMillisecond, least, Math.max(least, Math.min(burstLimit, 65_536L)));
  }

  @Override
  public void onBurstLimit(long bytes) {
    burstLimit = bytes;
  }

  @Override
  public void onCongestionEvent(long nowNanos, long inFlightBytes) {}

  @Override
  public void onRecovered(long nowNanos) {}

  /// Everything counts as lost: the window begins small and grows back with what is acknowledged.
  @Override
  public void onRetransmissionTimeout(long nowNanos, long inFlightBytes) {
    windowBytes = minWindow();
  }

  @Override
  public void onSpuriousLoss(long nowNanos) {
    fair.onSpuriousLoss();
    model.forgetLosses();
  }

  @Override
  public void onIdleEnd(long nowNanos, long idleNanos) {
    model.queueWasDrained(nowNanos);
  }

  @Override
  public void onPacketSize(int newPacketBytes) {
    packetBytes = newPacketBytes;
    windowBytes = Math.max(windowBytes, initialWindow());
  }

  @Override
  public long windowBytes() {
    return windowBytes;
  }

  @Override
  public long pacingBytesPerSecond() {
    long bandwidth = model.boundedBandwidth();
    if (phase == BbrPhase.SHARED) {
      return (long) (phase.pacing() * windowBytes * SECOND / smoothedRttNanos);
    }
    if (bandwidth == 0 || phase == BbrPhase.STARTUP) {
      long rtt = smoothedRttNanos == 0 ? MILLISECOND : smoothedRttNanos;
      long fromWindow = (long) (BbrPhase.STARTUP.pacing() * windowBytes * SECOND / rtt);
      return Math.max(fromWindow, (long) (phase.pacing() * bandwidth));
    }
    return Math.max((long) (MARGIN * phase.pacing() * bandwidth), leastRate());
  }

  /// The least window once a round trip: it may be in flight anyhow.
  private long leastRate() {
    return smoothedRttNanos == 0 ? 0 : minWindow() * SECOND / smoothedRttNanos;
  }

  @Override
  public String describe() {
    return "bbr %s bandwidth %d B/s, least rtt %d us, window %d%s"
        .formatted(
            phase,
            model.bandwidth(),
            model.minRttNanos() / 1_000,
            windowBytes,
            inFlightHigh == PathModel.UNBOUNDED ? "" : ", high " + inFlightHigh);
  }
}
