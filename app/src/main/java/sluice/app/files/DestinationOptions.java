package sluice.app.files;

import java.util.Set;

/// What is done with what comes, beside storing bytes, modes and times.
public record DestinationOptions(Set<Allowance> allowances) {
  public static final DestinationOptions PLAIN =
      new DestinationOptions(Set.of(Allowance.SHOWN_DOTFILES_AT_HOME));

  public DestinationOptions {
    allowances = Set.copyOf(allowances);
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

  boolean allow(Allowance what) {
    return allowances.contains(what);
  }
}
