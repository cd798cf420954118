package sluice.app.peers;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import sluice.signaling.Pairing;

/// A machine that this one is paired with for good.
///
/// @param pairing the secret and both installations
/// @param relays where the two meet, in this order; none where they meet on one network only
/// @param standing whether the pairing still holds
/// @param pairedAt when it was made
public record Peer(
    PeerName name,
    Pairing pairing,
    List<URI> relays,
    Grants grants,
    Standing standing,
    Instant pairedAt) {
  /// Relays of one peer.
  public static final int MAX_RELAYS = 8;

  /// Whether a pairing holds. One that does not is kept a while, so that who comes with it can be told
  /// why it is refused.
  public enum Standing {
    /// It does.
    HOLDS("holds"),
    /// Kept, and everything is refused: `peers forbid` without more.
    FORBIDDEN("forbidden"),
    /// `peers remove`.
    REMOVED("removed"),
    /// The same two machines were paired anew.
    REPLACED("replaced");

    private final String word;

    Standing(String word) {
      this.word = word;
    }

    /// As in the file.
    public String word() {
      return word;
    }
  }

  public Peer {
    relays = List.copyOf(relays);
    if (relays.size() > MAX_RELAYS) {
      throw new IllegalArgumentException("more than " + MAX_RELAYS + " relays");
    }
  }

  /// The same under another name.
  public Peer withName(PeerName changed) {
    return new Peer(changed, pairing, relays, grants, standing, pairedAt);
  }

  /// The same with these grants.
  public Peer withGrants(Grants changed) {
    return new Peer(name, pairing, relays, changed, standing, pairedAt);
  }

  /// The same, met at these relays.
  public Peer withRelays(List<URI> changed) {
    return new Peer(name, pairing, changed, grants, standing, pairedAt);
  }

  /// The same with this standing.
  public Peer withStanding(Standing changed) {
    return new Peer(name, pairing, relays, grants, changed, pairedAt);
  }
}
