package sluice.transport.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.transport.ChannelOptions;
import sluice.transport.Collector;
import sluice.transport.DataChannel;
import sluice.transport.Ear;
import sluice.transport.PeerEnd;
import sluice.transport.PeerEvent;
import sluice.transport.PeerOptions;

/// A page in headless Chromium at the other end, whoever offers. It hides its addresses behind mDNS names.
@Timeout(60)
class ChromiumInteropTest {
  private static final int TOTAL_BYTES = 16 << 20;
  private static final int MESSAGE_BYTES = 65_536;

  /// The bytes that the page knows too.
  private static byte[] noise(int seed, int length) {
    var bytes = new byte[length];
    int x = seed;
    for (int i = 0; i < length; i++) {
      x = x * 1_664_525 + 1_013_904_223;
      bytes[i] = (byte) (x >>> 24);
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"offer", "answer"})
  void bytesGoBothWays(String role, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path profile)
      throws Exception {
    var collector = new Collector(TOTAL_BYTES);
    var offered = new CompletableFuture<DataChannel>();
    try (var page = new ChromiumPeer(role, TOTAL_BYTES, profile)) {
      var we = new PeerEnd(PeerOptions.defaults());
      we.early =
          event -> {
            switch (event) {
              case PeerEvent.LocalDescription local -> page.say("description", local.description());
              case PeerEvent.LocalCandidate local -> page.say("candidate", local.candidate());
              case PeerEvent.ChannelOffered channel -> {
                channel.channel().listen(collector);
                offered.complete(channel.channel());
              }
              default -> {}
            }
          };
      var ear = new Ear();
      DataChannel ours = we.connection.openChannel("ours", ChannelOptions.RELIABLE, ear);
      if (role.equals("answer")) {
        we.connection.offer();
      }
      Thread carrier = Thread.ofVirtual().start(() -> carry(page, we, role));
      we.await(PeerEvent.Connected.class);
      assertThat(ear.next()).isEqualTo("open");
      ours.send("grüezi 👋");
      assertThat(ear.next()).isEqualTo("text echo grüezi 👋");
      byte[] data = noise(1, TOTAL_BYTES);
      for (int at = 0; at < data.length; at += MESSAGE_BYTES) {
        ours.send(ByteBuffer.wrap(data, at, MESSAGE_BYTES));
      }
      assertThat(ear.next()).isEqualTo("text all " + TOTAL_BYTES);
      assertThat(collector.done.get(40, TimeUnit.SECONDS)).isEqualTo(noise(2, TOTAL_BYTES));
      assertThat(offered.join().label()).isEqualTo("theirs");
      ours.close();
      assertThat(ear.next()).isEqualTo("closed");
      we.connection.close();
      we.await(PeerEvent.Closed.class);
      carrier.interrupt();
    }
  }

  private static void carry(ChromiumPeer page, PeerEnd we, String role) {
    try {
      while (true) {
        ChromiumPeer.Said said = page.said.take();
        switch (said.kind()) {
          case "description" -> {
            if (role.equals("offer")) {
              we.connection.acceptOffer(said.body());
            } else {
              we.connection.acceptAnswer(said.body());
            }
          }
          case "candidate" -> we.connection.addRemoteCandidate(said.body());
          case "error" -> throw new AssertionError("the page failed: " + said.body());
          default -> {}
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
