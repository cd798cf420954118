package sluice.app.files;

import java.util.Set;

/// What is done with what comes, beside storing bytes, modes and times.
///
/// @param comparison how a file is told to be there already
/// @param leftovers what becomes of what an earlier run has left
public record DestinationOptions(
    Set<Allowance> allowances, Comparison comparison, Leftovers leftovers) {
  public static final DestinationOptions PLAIN =
      new DestinationOptions(Set.of(Allowance.SHOWN_DOTFILES_AT_HOME));

  public DestinationOptions {
    allowances = Set.copyOf(allowances);
  }

  public DestinationOptions(Set<Allowance> allowances) {
    this(allowances, Comparison.SIZE_AND_TIME, Leftovers.RESUME);
  }

  public DestinationOptions with(Comparison how) {
    return new DestinationOptions(allowances, how, leftovers);
  }

  public DestinationOptions with(Leftovers what) {
    return new DestinationOptions(allowances, comparison, what);
  }

  /// What the user permits.
  public enum Allowance {
    /// Symlinks that lead out of what is received.
    UNSAFE_LINKS,
    /// Names at the top level that begin with a dot, in the home directory.
    DOTFILES_AT_HOME,
    /// Those of them that are among the first entries, which whoever is asked has seen before the yes.
    SHOWN_DOTFILES_AT_HOME,
    /// To set owners, where we are root.
    OWNERS,
    /// To set extended attributes.
    XATTRS,
    /// To set access control lists.
    ACLS
  }

  /// How a file that stands at the target is compared with the one that is offered.
  public enum Comparison {
    /// Size, modification time and permission bits.
    SIZE_AND_TIME,
    /// The bytes, by SHA-256.
    SHA256
  }

  /// What becomes of parts of files that an interrupted run has left.
  public enum Leftovers {
    /// They are gone on from.
    RESUME,
    /// They are thrown away.
    DISCARD,
    /// They stay, and nothing of what is there, older files included, is named to the sender: for one who may write
    /// here and not read.
    UNTOLD
  }

  boolean allow(Allowance what) {
    return allowances.contains(what);
  }
}
