package sluice.signaling;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What both sides of a rendezvous may choose.
///
/// @param purpose both ends must want the same
/// @param features told to the other end; at most 32, each 1 to 32 characters of `a-z 0-9 . -`
/// @param patience how long to wait for the peer before [SignalingFailure.NobodyCame]; null for ever
/// @param guesses one object for one made or typed code
/// @param access how relays are reached
public record RendezvousOptions(
    Purpose purpose,
    Set<String> features,
    @Nullable Duration patience,
    Guesses guesses,
    RelayAccess access) {
  /// Features of one end.
  public static final int MAX_FEATURES = 32;

  private static final Pattern FEATURE = Pattern.compile("[a-z0-9.-]{1,32}");

  public RendezvousOptions {
    features = Set.copyOf(features);
    if (features.size() > MAX_FEATURES
        || !features.stream().allMatch(RendezvousOptions::isFeature)) {
      throw new IllegalArgumentException("not a list of features");
    }
  }

  /// No features, endless patience, nothing tried yet.
  public static RendezvousOptions of(Purpose purpose) {
    return new RendezvousOptions(purpose, Set.of(), null, new Guesses(), RelayAccess.DIRECT);
  }

  /// The same with these features.
  public RendezvousOptions withFeatures(Set<String> changed) {
    return new RendezvousOptions(purpose, changed, patience, guesses, access);
  }

  /// The same with this patience; null for ever.
  public RendezvousOptions withPatience(@Nullable Duration changed) {
    return new RendezvousOptions(purpose, features, changed, guesses, access);
  }

  /// The same with the count of a code tried before.
  public RendezvousOptions withGuesses(Guesses changed) {
    return new RendezvousOptions(purpose, features, patience, changed, access);
  }

  /// The same with relays reached in this way.
  public RendezvousOptions withAccess(RelayAccess changed) {
    return new RendezvousOptions(purpose, features, patience, guesses, changed);
  }

  /// Whether the text may name a feature.
  public static boolean isFeature(String text) {
    return FEATURE.matcher(text).matches();
  }
}
