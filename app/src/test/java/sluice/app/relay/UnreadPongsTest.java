package sluice.app.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;

/// Whoever pings and never reads the answers must not fill the relay's memory with them.
final class UnreadPongsTest {
  private static final int PAYLOAD_BYTES = 125;
  private static final int MORE_THAN_ANY_LIMIT = RelaySocket.MAX_UNSENT / PAYLOAD_BYTES + 1;

  private final Queue<Callback> unwritten = new ArrayDeque<>();
  private boolean disconnected;
  private final RelaySocket socket = open();

  @Test
  void aClientThatNeverReadsIsCutOff() {
    int pings = 0;
    while (!disconnected && pings < MORE_THAN_ANY_LIMIT) {
      socket.onWebSocketPing(ByteBuffer.allocate(PAYLOAD_BYTES));
      pings++;
    }
    assertThat(disconnected).isTrue();
    assertThat(unwritten.size() * PAYLOAD_BYTES).isLessThanOrEqualTo(RelaySocket.MAX_UNSENT);
  }

  @Test
  void aClientThatReadsMayPingForEver() {
    for (int ping = 0; ping < 2 * MORE_THAN_ANY_LIMIT; ping++) {
      socket.onWebSocketPing(ByteBuffer.allocate(PAYLOAD_BYTES));
      unwritten.remove().succeed();
    }
    assertThat(disconnected).isFalse();
  }

  private RelaySocket open() {
    var rooms =
        new RelayRooms(
            RelayLimits.standalone(), new SplittableRandom(1), IceOffers.NONE, Optional.empty());
    var opened =
        new RelaySocket(
            new RoomsDriver(rooms, RoomsDriver.Wire.HONEST),
            Visitor.inClear(SourceAddress.of(InetAddress.getLoopbackAddress())));
    opened.onWebSocketOpen(
        (Session)
            Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (_, method, arguments) -> answer(method.getName(), arguments)));
    return opened;
  }

  /// Keeps what waits to be written, as a socket does whose other end does not read.
  private Object answer(String method, Object[] arguments) {
    switch (method) {
      case "sendPong" -> unwritten.add((Callback) arguments[1]);
      case "disconnect" -> disconnected = true;
      default -> throw new AssertionError(method);
    }
    return null;
  }
}
