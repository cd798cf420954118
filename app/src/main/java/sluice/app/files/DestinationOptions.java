package sluice.app.files;

import java.util.Set;

/// What is done with what comes, beside storing bytes, modes and times.
public record DestinationOptions(Set<Allowance> allowances) {
  public static final DestinationOptions PLAIN =
      new DestinationOptions(Set.of(Allowance.DOTFILES_AT_HOME));

  public DestinationOptions {
    allowances = Set.copyOf(allowances);
  }

  /// What the user permits.
  public enum Allowance {
    /// Symlinks that lead out of what is received.
    UNSAFE_LINKS,
    /// Names at the top level that begin with a dot, in the home directory. Whoever is asked sees them; whoever said
    /// yes to everything beforehand does not.
    DOTFILES_AT_HOME,
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
