package sluice.app.relay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sluice.signaling.wire.IceServer;
import sluice.signaling.wire.RelayMessage;

/// The ICE servers that the two in a room are handed (`signaling-client/docs/protocol.md`, section
/// 2.6): our own STUN server, and a TURN server that shares a secret with us.
///
/// @param stun URIs that hold for everybody
/// @param stunPort where we answer STUN under whatever name the client knows us by; or nothing
/// @param turn whom credentials are made for; or nobody
public record IceOffers(List<String> stun, OptionalInt stunPort, Optional<Turn> turn) {
  /// "at most 1 h": who takes part in a transfer is not given a relay for the day.
  public static final Duration MAX_LIFETIME = Duration.ofHours(1);

  /// Nothing to hand out.
  public static final IceOffers NONE =
      new IceOffers(List.of(), OptionalInt.empty(), Optional.empty());

  /// A TURN server with coturn's time-limited credentials (its `use-auth-secret`): the username is the
  /// second at which it expires, a colon and a name; the password is its HMAC-SHA1 under the secret.
  ///
  /// @param uris of one server, at most 4
  /// @param secret shared with it
  /// @param lifetime at most {@link #MAX_LIFETIME}
  public record Turn(List<String> uris, String secret, Duration lifetime) {
    public Turn {
      uris = List.copyOf(uris);
      if (lifetime.compareTo(MAX_LIFETIME) > 0 || !lifetime.isPositive()) {
        throw new IllegalArgumentException("a lifetime is positive and at most 1 h");
      }
    }

    IceServer server(String name, long unixSeconds) {
      String username = (unixSeconds + lifetime.toSeconds()) + ":" + name;
      return new IceServer(uris, username, password(username));
    }

    private String password(String username) {
      try {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] digest = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(digest);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("HmacSHA1 belongs to every JDK", e);
      }
    }

    @Override
    public String toString() {
      return "TURN " + uris;
    }
  }

  public IceOffers {
    stun = List.copyOf(stun);
  }

  boolean isEmpty() {
    return stun.isEmpty() && stunPort.isEmpty() && turn.isEmpty();
  }

  /// What this visitor is handed, if anything.
  ///
  /// @param name the same for one seat as long as it is held, and telling nothing about it
  /// @param unixSeconds the time of day
  Optional<RelayMessage.Ice> to(Visitor visitor, String name, long unixSeconds) {
    List<IceServer> servers = new ArrayList<>();
    List<String> uris = new ArrayList<>(stun);
    if (stunPort.isPresent()) {
      visitor.host().ifPresent(host -> uris.add("stun:" + host + ":" + stunPort.getAsInt()));
    }
    if (!uris.isEmpty()) {
      servers.add(new IceServer(uris, null, null));
    }
    int lifetimeSeconds = 0;
    // "Credentials MUST NOT be sent over an unencrypted connection that is not loopback".
    if (turn.isPresent() && visitor.secrecy() == Visitor.Secrecy.KEPT) {
      servers.add(turn.get().server(name, unixSeconds));
      lifetimeSeconds = (int) turn.get().lifetime().toSeconds();
    }
    return servers.isEmpty()
        ? Optional.empty()
        : Optional.of(new RelayMessage.Ice(servers, lifetimeSeconds));
  }
}
