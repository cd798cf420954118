package sluice.app.files;

import org.jspecify.annotations.Nullable;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.ModificationTime;

/// How like an offered file the one is that stands at its place (`docs/file-transfer.md`, "What is identical").
enum Sameness {
  /// Size, time and attributes are those that are offered.
  SAME,
  /// So it seems, but only the bytes can tell.
  UNTRUSTED,
  DIFFERENT;

  /// Who changes a file again so soon may leave its time as it was.
  private static final long TRUSTED_NANOS = 2_000_000_000L;

  private static final long SECOND = 1_000_000_000L;

  /// What file systems count time in, the coarsest first.
  private static final long[] GRANULARITIES = {
    2 * SECOND, SECOND, 10_000_000L, 1_000_000L, 1_000L, 100L
  };

  /// @param owner that the file is to have here, or null
  static Sameness of(
      FileStatus there,
      ManifestEntry.File offered,
      Attributes.@Nullable Owner owner,
      DestinationOptions.Comparison comparison) {
    if (there.kind() != FileStatus.Kind.REGULAR
        || there.sizeBytes() != offered.sizeBytes()
        || !hasAttributes(there, offered, owner)) {
      return DIFFERENT;
    }
    return switch (comparison) {
      case SHA256 -> UNTRUSTED;
      case SIZE_AND_TIME -> byTime(there, offered.modified());
    };
  }

  private static Sameness byTime(FileStatus there, @Nullable ModificationTime offered) {
    if (offered == null || !sameTime(there, offered)) {
      return DIFFERENT;
    }
    ModificationTime changed = there.changed();
    boolean settled = changed == null || nanosBetween(there.modified(), changed) >= TRUSTED_NANOS;
    return settled ? SAME : UNTRUSTED;
  }

  /// Permission bits, and owners where they are to be set.
  private static boolean hasAttributes(
      FileStatus there, ManifestEntry.File offered, Attributes.@Nullable Owner owner) {
    boolean mode =
        offered.mode() == ManifestEntry.NO_MODE
            || there.permissions() == ManifestEntry.NO_MODE
            || (offered.mode() & 0777) == there.permissions();
    boolean owned = owner == null || (owner.uid() == there.user() && owner.gid() == there.group());
    return mode && owned;
  }

  /// The file there may keep its time in coarser steps than the one that is offered. How coarse they are shows in a
  /// time that only the file system sets.
  static boolean sameTime(FileStatus there, ModificationTime offered) {
    if (there.modified().equals(offered)) {
      return true;
    }
    long difference = Math.abs(nanosBetween(offered, there.modified()));
    long step = granularityNanos(there.changed());
    return difference < step && isMultiple(there.modified(), step);
  }

  private static long granularityNanos(@Nullable ModificationTime changed) {
    if (changed == null) {
      return GRANULARITIES[GRANULARITIES.length - 1];
    }
    for (long step : GRANULARITIES) {
      if (isMultiple(changed, step)) {
        return step;
      }
    }
    return 1;
  }

  private static boolean isMultiple(ModificationTime time, long step) {
    return step > SECOND
        ? time.nanos() == 0 && time.seconds() % (step / SECOND) == 0
        : time.nanos() % step == 0;
  }

  /// At most some years, so that it does not overflow.
  private static long nanosBetween(ModificationTime from, ModificationTime to) {
    long seconds = Math.clamp(to.seconds() - from.seconds(), -SECOND, SECOND);
    return seconds * SECOND + to.nanos() - from.nanos();
  }
}
