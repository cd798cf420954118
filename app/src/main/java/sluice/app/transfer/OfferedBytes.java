package sluice.app.transfer;

import org.jspecify.annotations.Nullable;

/// Sizes of all that was offered, held against the totals that the user agreed to.
final class OfferedBytes {
  private final Manifest manifest;
  private @Nullable Totals totals;
  private long bytes;

  OfferedBytes(Manifest manifest) {
    this.manifest = manifest;
  }

  void counted(Totals counted) throws MalformedMessageException {
    if (totals != null) {
      throw new MalformedMessageException("second totals");
    }
    totals = counted;
    check();
  }

  @Nullable Totals totals() {
    return totals;
  }

  void add(long more) throws MalformedMessageException {
    bytes += Math.max(-bytes, more);
    check();
  }

  private void check() throws MalformedMessageException {
    Totals counted = totals;
    if (bytes > Limits.MAX_NUMBER || (counted != null && !counted.allow(manifest.size(), bytes))) {
      throw new MalformedMessageException("more than the offer announced");
    }
  }
}
