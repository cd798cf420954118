package sluice.app.files;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.files.posix.Posix;
import sluice.app.files.posix.PosixException;
import sluice.app.files.posix.PosixMetadata;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.ModificationTime;
import sluice.app.transfer.Placed;

/// Sets what comes beside bytes, as far as the user allows it. What the file system refuses is told, the first time of
/// each kind; bytes are worth more than that.
final class AttributeSetter {
  private static final int PERMISSIONS = 0777;
  private static final String ACL_PREFIX = "system.posix_acl_";
  private static final String USER_PREFIX = "user.";
  private static final String CAPABILITY = "security.capability";
  private static final String SYSTEM_PREFIX = "system.";

  private enum Trouble {
    OWNER,
    EXTENDED,
    MODE,
    TIME
  }

  private final DestinationOptions options;
  private final Consumer<String> warnings;
  private final Set<Trouble> told = EnumSet.noneOf(Trouble.class);
  private final boolean root = Posix.isAvailable() && Posix.effectiveUser() == 0;
  private final Map<String, Long> users = new HashMap<>();
  private final Map<String, Long> groups = new HashMap<>();

  AttributeSetter(DestinationOptions options, Consumer<String> warnings) {
    this.options = options;
    this.warnings = warnings;
  }

  /// Sets all of it, in an order in which nothing undoes what is set before: owners, then extended attributes, then
  /// permission bits, then times.
  void apply(Attributed target, Placed placed) {
    Attributes attributes = placed.entry().attributes();
    Attributes.Owner owner = owner(attributes);
    if (owner != null) {
      attempt(Trouble.OWNER, placed, () -> target.setOwner(owner.uid(), owner.gid()));
    }
    for (Attributes.ExtendedAttribute attribute : attributes.extended()) {
      if (isAllowed(attribute)) {
        attempt(
            Trouble.EXTENDED,
            placed,
            () -> target.setExtended(attribute.name(), attribute.value()));
      }
    }
    if (attributes.mode() != ManifestEntry.NO_MODE) {
      attempt(Trouble.MODE, placed, () -> target.setMode(attributes.mode() & PERMISSIONS));
    }
    ModificationTime modified = attributes.modified();
    if (modified != null) {
      attempt(Trouble.TIME, placed, () -> target.setModified(modified));
    }
  }

  /// The same for a symlink, which has less.
  void applyToLink(Directory parts, Placed placed) {
    Attributes attributes = placed.entry().attributes();
    attempt(
        Trouble.TIME,
        placed,
        () ->
            parts.setLinkAttributes(
                PartFile.partName(placed.id()), attributes.modified(), owner(attributes)));
  }

  /// As this system numbers them, by name where it knows the name; null where none is to be set.
  Attributes.@Nullable Owner owner(Attributes attributes) {
    Attributes.Owner offered = attributes.owner();
    if (offered == null || !root || !options.allow(DestinationOptions.Allowance.OWNERS)) {
      return null;
    }
    return new Attributes.Owner(
        number(users, offered.user(), offered.uid(), PosixMetadata::user),
        number(groups, offered.group(), offered.gid(), PosixMetadata::group),
        offered.user(),
        offered.group());
  }

  private interface LookUp {
    long number(String name) throws PosixException;
  }

  private static long number(Map<String, Long> known, String name, long otherwise, LookUp lookUp) {
    if (name.isEmpty()) {
      return otherwise;
    }
    Long number = known.get(name);
    if (number == null) {
      try {
        number = lookUp.number(name);
      } catch (PosixException e) {
        number = -1L;
      }
      if (known.size() < 10_000) {
        known.put(name, number);
      }
    }
    return number < 0 ? otherwise : number;
  }

  private boolean isAllowed(Attributes.ExtendedAttribute attribute) {
    String name = attribute.name().text();
    if (name == null || name.equals(CAPABILITY)) {
      return false;
    }
    if (name.startsWith(ACL_PREFIX)) {
      return options.allow(DestinationOptions.Allowance.ACLS);
    }
    return options.allow(DestinationOptions.Allowance.XATTRS)
        && !name.startsWith(SYSTEM_PREFIX)
        && (root || name.startsWith(USER_PREFIX));
  }

  private interface Call {
    void make() throws IOException;
  }

  private void attempt(Trouble trouble, Placed placed, Call call) {
    try {
      call.make();
    } catch (IOException e) {
      if (told.add(trouble)) {
        warnings.accept(sentence(trouble, placed) + ": " + DiskProblem.words(e) + ".");
      }
    }
  }

  private static String sentence(Trouble trouble, Placed placed) {
    String of =
        switch (trouble) {
          case OWNER -> "The owner of ";
          case EXTENDED -> "An extended attribute of ";
          case MODE -> "The permissions of ";
          case TIME -> "The modification time of ";
        };
    return of + placed.path() + " could not be set (others like it are not told)";
  }
}
