package sluice.signaling.lobby;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import sluice.signaling.Lobby;
import sluice.signaling.Pairing;
import sluice.signaling.pake.Hkdf;
import sluice.signaling.pake.Octets;
import sluice.signaling.wire.RoomName;

/// The names of lobbies, section 10.1. Who does not know the secret cannot tell one from noise, nor
/// that two belong together.
public final class LobbyNames {
  /// Windows watched before and after the current one.
  static final int NEIGHBOURS = 1;

  /// Lobbies watched for a pairing.
  static final int WATCHED = 2 * NEIGHBOURS + 1;

  private static final int KEY_BYTES = 32;

  private LobbyNames() {}

  /// The lobby where this side of the pairing waits.
  public static Lobby here(Pairing pairing, long window) {
    return lobby(pairing, pairing.own(), window);
  }

  /// The lobby where the other side waits.
  public static Lobby there(Pairing pairing, long window) {
    return lobby(pairing, pairing.theirs(), window);
  }

  /// Those to watch while this is the window: the one before, this one, the next.
  ///
  /// @param oldest none before this one
  static List<Lobby> around(Pairing pairing, long window, long oldest) {
    return LongStream.rangeClosed(Math.max(window - NEIGHBOURS, oldest), window + NEIGHBOURS)
        .mapToObj(each -> here(pairing, each))
        .toList();
  }

  private static Lobby lobby(Pairing pairing, Octets waiting, long window) {
    byte[] key = Hkdf.derive(pairing.secret().toArray(), "sluice/1 peer", "lobby", KEY_BYTES);
    byte[] info =
        ByteBuffer.allocate(Pairing.INSTALLATION_BYTES + Long.BYTES)
            .put(waiting.toArray())
            .putLong(window)
            .array();
    return new Lobby(RoomName.of(Hkdf.derive(key, "sluice/1 lobby", info, RoomName.BYTES)), window);
  }
}
