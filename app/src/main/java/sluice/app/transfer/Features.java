package sluice.app.transfer;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sluice.app.compression.Zstandard;

/// The optional parts of the protocol that both sides know.
record Features(Set<String> names) {
  static final String TREES = "trees";
  static final String STREAMS = "streams";
  static final String TEXT = "text";
  static final String COMPRESSION = "compression";

  /// What a receiver has of the very file.
  static final String RESUME = "resume";

  /// What a receiver has of an older one.
  static final String DELTA = "delta";

  static final Features NONE = new Features(Set.of());

  static List<String> ours() {
    return Zstandard.isAvailable()
        ? List.of(TREES, STREAMS, TEXT, RESUME, DELTA, COMPRESSION)
        : List.of(TREES, STREAMS, TEXT, RESUME, DELTA);
  }

  static Features inForce(List<String> theirs) {
    return new Features(
        ours().stream().filter(theirs::contains).collect(Collectors.toUnmodifiableSet()));
  }

  boolean trees() {
    return names.contains(TREES);
  }

  boolean compression() {
    return names.contains(COMPRESSION);
  }

  /// Whether this may be told of a file.
  boolean allow(Base base) {
    return switch (base) {
      case PART -> names.contains(RESUME);
      case OLD -> names.contains(DELTA);
    };
  }

  /// Whether an entry may be offered.
  boolean allow(ManifestEntry entry) {
    return switch (entry) {
      case ManifestEntry.File file ->
          trees()
              || (file.layout() == ManifestEntry.Layout.WHOLE
                  && file.furtherNames() == 0
                  && file.attributes().owner() == null
                  && file.attributes().extended().isEmpty());
      case ManifestEntry.Directory _,
          ManifestEntry.Leave _,
          ManifestEntry.Symlink _,
          ManifestEntry.HardLink _ ->
          trees();
      case ManifestEntry.Stream _ -> names.contains(STREAMS);
      case ManifestEntry.Text _ -> names.contains(TEXT);
    };
  }
}
