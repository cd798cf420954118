package sluice.app.relay;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// What each source has done lately: connections, claims, failed joins. Bounded: the source that was
/// heard of least recently, and has no connection, is forgotten first.
final class SourceLedger {
  /// Most sources remembered.
  static final int MAX_SOURCES = 65_536;

  private final RelayLimits limits;
  private final Map<SourceAddress, Record> records = new LinkedHashMap<>(64, 0.75f, true);

  SourceLedger(RelayLimits limits) {
    this.limits = limits;
  }

  /// What to do with a join that found nothing.
  sealed interface Verdict {
    /// Tell it at once.
    record Answer() implements Verdict {}

    /// Tell it later.
    record Delay(long nanos) implements Verdict {}

    /// Refuse the source.
    record Refuse(long retryAfterMillis) implements Verdict {}
  }

  private static final class Record {
    int connections;
    final TokenBucket claims;
    double failures;
    long failuresNanos;

    Record(TokenBucket claims, long nowNanos) {
      this.claims = claims;
      this.failuresNanos = nowNanos;
    }
  }

  /// Counts a connection; false where the source has its share already.
  boolean admit(SourceAddress source, long nowNanos) {
    Record record = record(source, nowNanos);
    if (record.connections >= limits.connectionsOfSource()) {
      return false;
    }
    record.connections++;
    return true;
  }

  /// A connection that was admitted has ended.
  void leave(SourceAddress source) {
    Record record = records.get(source);
    if (record == null || record.connections == 0) {
      throw new IllegalStateException("a connection ended that was never counted");
    }
    record.connections--;
  }

  /// Counts a claim; false where there were too many.
  boolean claim(SourceAddress source, long nowNanos) {
    return record(source, nowNanos).claims.take(1, nowNanos);
  }

  /// Whether the source failed so often that it is not even looked at; zero if not, else how long it
  /// has to wait.
  long refusedForMillis(SourceAddress source, long nowNanos) {
    Record record = record(source, nowNanos);
    forget(record, nowNanos);
    return record.failures >= limits.failures().refused() ? retryAfterMillis(record) : 0;
  }

  /// Counts a failed join.
  Verdict fail(SourceAddress source, long nowNanos) {
    Record record = record(source, nowNanos);
    forget(record, nowNanos);
    record.failures++;
    RelayLimits.Failures failures = limits.failures();
    if (record.failures >= failures.refused()) {
      return new Verdict.Refuse(retryAfterMillis(record));
    }
    int beyond = (int) Math.ceil(record.failures) - failures.free();
    return beyond <= 0
        ? new Verdict.Answer()
        : new Verdict.Delay(failures.firstDelay().toNanos() << Math.min(beyond - 1, 10));
  }

  int size() {
    return records.size();
  }

  private long retryAfterMillis(Record record) {
    double excess = record.failures - limits.failures().refused() + 1;
    return (long) Math.ceil(excess * limits.failures().forgetAfter().toMillis());
  }

  private void forget(Record record, long nowNanos) {
    double forgotten =
        (double) (nowNanos - record.failuresNanos) / limits.failures().forgetAfter().toNanos();
    record.failures = Math.max(0, record.failures - forgotten);
    record.failuresNanos = nowNanos;
  }

  private Record record(SourceAddress source, long nowNanos) {
    Record record = records.get(source);
    if (record == null) {
      makeRoom();
      record = new Record(new TokenBucket(limits.claims(), nowNanos), nowNanos);
      records.put(source, record);
    }
    return record;
  }

  private void makeRoom() {
    if (records.size() < MAX_SOURCES) {
      return;
    }
    Iterator<Record> oldestFirst = records.values().iterator();
    while (oldestFirst.hasNext()) {
      Record record = oldestFirst.next();
      if (record.connections == 0) {
        oldestFirst.remove();
        return;
      }
    }
    throw new IllegalStateException("more connected sources than connections");
  }
}
