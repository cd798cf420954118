package sluice.app.files;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.ModificationTime;

/// What a file system says of a file.
///
/// @param permissions the nine bits, or -1 where there are none
/// @param onlyOurs whether it is owned by who we are, and no one else may do anything with it
/// @param identity equal only for the same file on the same file system
/// @param links how many names it has
/// @param allocatedBytes what it takes on the disk, or {@link Long#MAX_VALUE} where the system does not say
/// @param user the number of its owner, or -1
/// @param group likewise
/// @param changed when the system last changed anything of it, which nobody else can set; null where it does not say
record FileStatus(
    Kind kind,
    long sizeBytes,
    ModificationTime modified,
    int permissions,
    boolean onlyOurs,
    Object identity,
    int links,
    long allocatedBytes,
    long user,
    long group,
    @Nullable ModificationTime changed) {
  enum Kind {
    REGULAR,
    DIRECTORY,
    SYMBOLIC_LINK,
    OTHER
  }

  /// The identity as a number: equal for the same file, and hardly ever for two.
  long identityNumber() {
    return identity instanceof List<?> parts && parts.size() == 2
        ? (Long) parts.get(0) * 0x9e37_79b9_7f4a_7c15L ^ (Long) parts.get(1)
        : identity.hashCode();
  }
}
