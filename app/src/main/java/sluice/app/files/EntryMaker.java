package sluice.app.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.files.posix.Posix;
import sluice.app.files.posix.PosixMetadata;
import sluice.app.transfer.Attributes;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Limits;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.ModificationTime;
import sluice.app.transfer.SourceProblem;

/// Makes manifest entries of what a file system says.
final class EntryMaker {
  private static final String ACL_PREFIX = "system.posix_acl_";
  private static final String SYSTEM_PREFIX = "system.";

  private final SourceOptions options;
  private final Map<Long, String> users = new HashMap<>();
  private final Map<Long, String> groups = new HashMap<>();

  EntryMaker(SourceOptions options) {
    this.options = options;
  }

  ManifestEntry.File file(
      int id,
      FileName name,
      FileStatus status,
      List<Attributes.ExtendedAttribute> extended,
      int furtherNames) {
    boolean sparse = status.allocatedBytes() < status.sizeBytes();
    return new ManifestEntry.File(
        id,
        name,
        status.sizeBytes(),
        attributes(status, extended),
        sparse ? ManifestEntry.Layout.SPARSE : ManifestEntry.Layout.WHOLE,
        furtherNames);
  }

  ManifestEntry.Directory directory(
      int id, FileName name, FileStatus status, List<Attributes.ExtendedAttribute> extended) {
    return new ManifestEntry.Directory(id, name, attributes(status, extended));
  }

  ManifestEntry.Symlink symlink(int id, FileName name, FileName target, FileStatus status) {
    return new ManifestEntry.Symlink(id, name, target, attributes(status, List.of()));
  }

  private Attributes attributes(FileStatus status, List<Attributes.ExtendedAttribute> extended) {
    return new Attributes(
        expressible(status.modified()), status.permissions(), owner(status), extended);
  }

  /// Null for a time so far off that the protocol has no number for it.
  static @Nullable ModificationTime expressible(ModificationTime modified) {
    return modified.isExpressible() ? modified : null;
  }

  private Attributes.@Nullable Owner owner(FileStatus status) {
    if (!options.has(SourceOptions.Extra.OWNERS) || status.user() < 0 || !Posix.isAvailable()) {
      return null;
    }
    return new Attributes.Owner(
        status.user(),
        status.group(),
        users.computeIfAbsent(status.user(), user -> short64(PosixMetadata.userName(user))),
        groups.computeIfAbsent(status.group(), group -> short64(PosixMetadata.groupName(group))));
  }

  private static String short64(@Nullable String name) {
    return name == null || name.length() > Limits.OWNER_CHARACTERS ? "" : name;
  }

  /// What is kept beside, as far as the user wants it and it fits into a manifest.
  List<Attributes.ExtendedAttribute> extended(
      Directory directory, FileName name, FileName path, SourceWalk.Listener listener)
      throws IOException {
    if (!options.has(SourceOptions.Extra.XATTRS) && !options.has(SourceOptions.Extra.ACLS)) {
      return List.of();
    }
    List<Attributes.ExtendedAttribute> kept = new ArrayList<>();
    int bytes = 0;
    for (Attributes.ExtendedAttribute attribute : directory.extended(name)) {
      if (isWanted(attribute.name())) {
        bytes += attribute.name().length() + attribute.value().length;
        kept.add(attribute);
      }
    }
    if (bytes > Limits.XATTR_BYTES || kept.size() > Limits.XATTRS) {
      listener.problem(
          new SourceProblem(path, "has more extended attributes than can be sent; none are"));
      return List.of();
    }
    return kept;
  }

  /// The same of a file that the user named.
  List<Attributes.ExtendedAttribute> extendedOf(
      FileName file, FileName path, SourceWalk.Listener listener) throws IOException {
    if (options.extras().isEmpty()) {
      return List.of();
    }
    byte[] bytes = file.bytes();
    int slash = bytes.length - 1;
    while (slash >= 0 && bytes[slash] != '/') {
      slash--;
    }
    byte[] above = slash < 0 ? new byte[] {'.'} : Arrays.copyOf(bytes, slash + 1);
    FileName last = FileName.ofBytes(Arrays.copyOfRange(bytes, slash + 1, bytes.length));
    try (Directory directory = Paths.open(FileName.ofBytes(above))) {
      return extended(directory, last, path, listener);
    }
  }

  private boolean isWanted(FileName attribute) {
    String text = attribute.text();
    if (text == null || text.startsWith(ACL_PREFIX)) {
      return text != null && options.has(SourceOptions.Extra.ACLS);
    }
    return options.has(SourceOptions.Extra.XATTRS) && !text.startsWith(SYSTEM_PREFIX);
  }

  SourceProblem unreadable(FileName path, IOException problem) {
    String why =
        switch (DiskProblem.reason(problem)) {
          case NOT_FOUND -> "it is no longer there";
          case UNREADABLE -> "you may not read it";
          default -> Escaper.escape(String.valueOf(problem.getMessage()));
        };
    return new SourceProblem(path, "was not sent: " + why);
  }
}
