package sluice.app.files;

import java.util.Set;

/// What is taken along of what the user wants to send.
///
/// @param excluded what is left out
public record SourceOptions(Links links, Set<Extra> extras, IgnoreRules excluded) {
  /// As little as possible, and everything that is there.
  public static final SourceOptions PLAIN =
      new SourceOptions(Links.PRESERVE, Set.of(), IgnoreRules.NONE);

  public SourceOptions {
    extras = Set.copyOf(extras);
  }

  /// What becomes of symlinks within directories. One that the user names is followed.
  public enum Links {
    PRESERVE,
    FOLLOW,
    SKIP
  }

  /// What is kept beside modes and times.
  public enum Extra {
    OWNERS,
    XATTRS,
    ACLS
  }

  boolean has(Extra extra) {
    return extras.contains(extra);
  }
}
