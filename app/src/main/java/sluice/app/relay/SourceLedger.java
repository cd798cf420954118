package sluice.app.relay;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// What each source has done lately: connections, claims, failed joins. Bounded: the source that was
/// heard of least recently, and has no connection, is forgotten first.
final class SourceLedger {
  /// Most sources remembered.
  static final int MAX_SOURCES = 65_536;

  /// The latest that an answer comes: a client gives up on a relay that is silent for 10 s.
  static final long MAX_DELAY_NANOS = 8_000_000_000L;

  private final RelayLimits limits;
  private final Map<SourceAddress, Account> accounts = new LinkedHashMap<>(64, 0.75f, true);

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

  private static final class Account {
    int connections;
    final TokenBucket claims;
    double failures;
    long failuresNanos;

    Account(TokenBucket claims, long nowNanos) {
      this.claims = claims;
      this.failuresNanos = nowNanos;
    }
  }

  /// Counts a connection; false where the source has its share already.
  boolean admit(SourceAddress source, long nowNanos) {
    Account account = account(source, nowNanos);
    if (account.connections >= limits.connectionsOfSource()) {
      return false;
    }
    account.connections++;
    return true;
  }

  /// A connection that was admitted has ended.
  void leave(SourceAddress source) {
    Account account = accounts.get(source);
    if (account == null || account.connections == 0) {
      throw new IllegalStateException("a connection ended that was never counted");
    }
    account.connections--;
  }

  /// Counts a claim; false where there were too many.
  boolean claim(SourceAddress source, long nowNanos) {
    return account(source, nowNanos).claims.take(1, nowNanos);
  }

  /// Whether the source failed so often that it is not even looked at; zero if not, else how long it
  /// has to wait.
  long refusedForMillis(SourceAddress source, long nowNanos) {
    Account account = account(source, nowNanos);
    forget(account, nowNanos);
    return account.failures >= limits.failures().refused() ? retryAfterMillis(account) : 0;
  }

  /// Counts a failed join.
  Verdict fail(SourceAddress source, long nowNanos) {
    Account account = account(source, nowNanos);
    forget(account, nowNanos);
    account.failures++;
    RelayLimits.Failures failures = limits.failures();
    if (account.failures >= failures.refused()) {
      return new Verdict.Refuse(retryAfterMillis(account));
    }
    int beyond = (int) Math.ceil(account.failures) - failures.free();
    return beyond <= 0 ? new Verdict.Answer() : new Verdict.Delay(delayNanos(beyond));
  }

  private long delayNanos(int beyond) {
    long doubled = limits.failures().firstDelay().toNanos() << Math.min(beyond - 1, 10);
    return Math.min(doubled, MAX_DELAY_NANOS);
  }

  int size() {
    return accounts.size();
  }

  private long retryAfterMillis(Account account) {
    double excess = account.failures - limits.failures().refused() + 1;
    return (long) Math.ceil(excess * limits.failures().forgetAfter().toMillis());
  }

  private void forget(Account account, long nowNanos) {
    double forgotten =
        (double) (nowNanos - account.failuresNanos) / limits.failures().forgetAfter().toNanos();
    account.failures = Math.max(0, account.failures - forgotten);
    account.failuresNanos = nowNanos;
  }

  private Account account(SourceAddress source, long nowNanos) {
    Account account = accounts.get(source);
    if (account == null) {
      makeRoom();
      account = new Account(new TokenBucket(limits.claims(), nowNanos), nowNanos);
      accounts.put(source, account);
    }
    return account;
  }

  private void makeRoom() {
    if (accounts.size() < MAX_SOURCES) {
      return;
    }
    Iterator<Account> oldestFirst = accounts.values().iterator();
    while (oldestFirst.hasNext()) {
      Account account = oldestFirst.next();
      if (account.connections == 0) {
        oldestFirst.remove();
        return;
      }
    }
    throw new IllegalStateException("more connected sources than connections");
  }
}
