package sluice.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.WireWriter;

/// A relay that grants a seat and then says nothing, not even to a ping: it is pinged after 15 s and
/// left after 30 s. Takes that long, hence a soak test.
@Tag("soak")
@Timeout(90)
class SilentRelayTest {
  private static final int PING = 0x89;

  private final CompletableFuture<Boolean> pinged = new CompletableFuture<>();

  @Test
  void isPingedAndLeft() throws Exception {
    Witness atMaker = new Witness();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server));
      URI relay = URI.create("ws://127.0.0.1:" + server.getLocalPort());
      try (var _ =
          Rendezvous.make(
              new RelayChoice.At(relay),
              new CodeChoice.Words(2),
              RendezvousOptions.of(Purpose.SEND),
              atMaker)) {
        atMaker.await(RendezvousEvent.Waiting.class);
        long before = System.nanoTime();
        assertThat(pinged.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.SECONDS.toNanos(14));
        RendezvousEvent.RelayLost lost = atMaker.awaitPatiently(RendezvousEvent.RelayLost.class);
        assertThat(lost.detail()).isEqualTo("the relay is silent");
      }
    }
  }

  private void serve(ServerSocket server) {
    try {
      Socket socket = server.accept();
      InputStream in = socket.getInputStream();
      StringBuilder request = new StringBuilder();
      while (request.indexOf("\r\n\r\n") < 0) {
        request.append((char) in.read());
      }
      String key = request.toString().split("Sec-WebSocket-Key: ")[1].split("\r\n")[0];
      socket.getOutputStream().write(upgrade(key).getBytes(StandardCharsets.US_ASCII));
      byte[] seated =
          WireWriter.text(new RelayMessage.SeatedAtNameplate(new Nameplate("42"), Presence.NONE))
              .getBytes(StandardCharsets.UTF_8);
      socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) seated.length});
      socket.getOutputStream().write(seated);
      int first;
      while ((first = in.read()) >= 0 && first != PING) {
        int length = in.read() & 0x7f;
        length = length == 126 ? in.read() << 8 | in.read() : length;
        in.skipNBytes(4L + length);
      }
      pinged.complete(first == PING);
    } catch (IOException e) {
      pinged.completeExceptionally(e);
    }
  }

  private static String upgrade(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII));
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Protocol: sluice.v1\r\nSec-WebSocket-Accept: "
          + Base64.getEncoder().encodeToString(hash)
          + "\r\n\r\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
