package sluice.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;
import sluice.signaling.Departure;

/// A relay that pings, and never reads what it is sent, must not fill the client's memory.
final class UnreadRelayTest {
  private final Queue<Callback> unwritten = new ArrayDeque<>();
  private final List<Departure> ends = new ArrayList<>();
  private int pongs;
  private boolean disconnected;
  private final RelayLine line = open();

  @Test
  void someUnreadPongsAreEnough() {
    for (int ping = 0; ping < 10_000; ping++) {
      line.onWebSocketPing(ByteBuffer.allocate(125));
    }
    assertThat(pongs).isEqualTo(RelayLine.MAX_PONGS);
    unwritten.remove().succeed();
    line.onWebSocketPing(ByteBuffer.allocate(125));
    assertThat(pongs).isEqualTo(RelayLine.MAX_PONGS + 1);
    assertThat(disconnected).isFalse();
  }

  @Test
  void textsThatNobodyReadsCutTheLine() {
    String text = "x".repeat(40_000);
    int sent = 0;
    while (!disconnected && sent < 2 * RelayLine.MAX_WAITING / text.length()) {
      line.send(text);
      sent++;
    }
    assertThat(disconnected).isTrue();
    assertThat(sent * (long) text.length()).isGreaterThan(RelayLine.MAX_WAITING);
    assertThat(ends).containsExactly(Departure.SILENT);
  }

  @Test
  void datagramsThatNobodyReadsReplaceEachOther() {
    for (int number = 0; number < 10_000; number++) {
      assertThat(line.send(ByteBuffer.allocate(1500))).isTrue();
    }
    assertThat(disconnected).isFalse();
    assertThat(unwritten).hasSize(1);
  }

  private RelayLine open() {
    RelayLine opened = new RelayLine(new Ear());
    opened.onWebSocketOpen(
        (Session)
            Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (self, method, arguments) -> answer(method.getName(), arguments)));
    return opened;
  }

  /// Keeps what waits to be written, as a socket does whose other end does not read.
  private Object answer(String method, Object[] arguments) {
    switch (method) {
      case "sendPong" -> {
        pongs++;
        unwritten.add((Callback) arguments[1]);
      }
      case "sendText", "sendBinary" -> unwritten.add((Callback) arguments[1]);
      case "disconnect" -> disconnected = true;
      default -> throw new AssertionError(method);
    }
    return null;
  }

  private final class Ear implements RelaySocket.Listener {
    @Override
    public void onOpen(RelayLine opened) {}

    @Override
    public void onText(RelayLine from, String text) {}

    @Override
    public void onDatagram(RelayLine from, ByteBuffer datagram) {}

    @Override
    public void onSign(RelayLine from) {}

    @Override
    public void onClosed(RelayLine from, String detail, Departure how) {
      ends.add(how);
    }
  }
}
