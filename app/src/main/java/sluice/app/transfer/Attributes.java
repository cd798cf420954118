package sluice.app.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a file system keeps of an entry beside its name and content.
///
/// @param modified null where the sender's system does not say
/// @param mode permission bits as offered, or {@link ManifestEntry#NO_MODE}
/// @param owner null unless the sender was asked for it
/// @param extended empty unless the sender was asked for them
public record Attributes(
    @Nullable ModificationTime modified,
    int mode,
    @Nullable Owner owner,
    List<ExtendedAttribute> extended) {
  static final Attributes NONE = of(null, ManifestEntry.NO_MODE);

  public Attributes {
    extended = List.copyOf(extended);
  }

  public static Attributes of(@Nullable ModificationTime modified, int mode) {
    return new Attributes(modified, mode, null, List.of());
  }

  /// Whose it is, at the sender.
  ///
  /// @param user its name there, empty where there is none
  /// @param group likewise
  public record Owner(long uid, long gid, String user, String group) {}

  /// @param name with its name space: `user.mime_type`, `system.posix_acl_access`
  public record ExtendedAttribute(FileName name, byte[] value) {}
}
