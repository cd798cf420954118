package sluice.app.session;

import java.time.Instant;

/// When this program was written: no clock that is right shows an earlier time.
final class Built {
  /// Moved forward with each release. It stands here and is not taken from the build, so that the same
  /// source makes the same program.
  static final Instant AT = Instant.parse("2026-11-20T00:00:00Z");

  private Built() {}
}
