package sluice.transport.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.transport.ChannelOptions;
import sluice.transport.DataChannel;
import sluice.transport.Ear;
import sluice.transport.PeerEnd;
import sluice.transport.PeerEvent;
import sluice.transport.PeerOptions;
import sluice.transport.RealTime;

/// A page in headless Chromium survives ICE restarts, whoever offered first and whoever restarts.
@Timeout(60)
class ChromiumRestartTest {
  private static final String OFFERS = "a=setup:actpass";

  private final PeerEnd we = new PeerEnd(PeerOptions.defaults());
  private final Ear ear = new Ear();
  private final BlockingQueue<String> ourDescriptions = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> theirDescriptions = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @ValueSource(strings = {"offer", "answer"})
  void theChannelGoesOn(String role, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path profile)
      throws Exception {
    try (var page = new ChromiumPeer(role, 0, profile)) {
      we.early = event -> tell(page, event);
      DataChannel ours = we.connection.openChannel("ours", ChannelOptions.RELIABLE, ear);
      if (role.equals("answer")) {
        we.connection.offer();
      }
      Thread carrier = Thread.ofVirtual().start(() -> carry(page));
      we.await(PeerEvent.Connected.class);
      assertThat(ear.next()).isEqualTo("open");
      Set<String> names = new HashSet<>();
      isOtherThan(names);
      for (String restarting : new String[] {"we", "they", "we"}) {
        if (restarting.equals("we")) {
          we.connection.restart();
        } else {
          page.say("restart", "");
        }
        isOtherThan(names);
        converse(ours, restarting);
      }
      assertThat(we.seen).noneMatch(PeerEvent.Failed.class::isInstance);
      carrier.interrupt();
    } finally {
      we.connection.abort("the test is over");
    }
  }

  /// Waits for the two descriptions that follow: each must name new credentials.
  private void isOtherThan(Set<String> names) throws InterruptedException {
    assertThat(names.add(ufrag(ourDescriptions))).isTrue();
    assertThat(names.add(ufrag(theirDescriptions))).isTrue();
  }

  private static String ufrag(BlockingQueue<String> descriptions) throws InterruptedException {
    String text = descriptions.poll(20, TimeUnit.SECONDS);
    assertThat(text).isNotNull();
    return text.lines().filter(line -> line.startsWith("a=ice-ufrag:")).findFirst().orElseThrow();
  }

  /// For longer than Chromium takes to leave the old pair, were the new one not good.
  private void converse(DataChannel ours, String topic) throws Exception {
    for (int i = 0; i < 30; i++) {
      String message = topic + " " + i;
      ours.send(message);
      assertThat(ear.next()).isEqualTo("text echo " + message);
      RealTime.passes(Duration.ofMillis(50));
    }
  }

  private void tell(ChromiumPeer page, PeerEvent event) {
    switch (event) {
      case PeerEvent.LocalDescription(String text) -> {
        ourDescriptions.add(text);
        page.say("description", text);
      }
      case PeerEvent.LocalCandidate(String text) -> page.say("candidate", text);
      default -> {}
    }
  }

  private void carry(ChromiumPeer page) {
    try {
      while (true) {
        ChromiumPeer.Said said = page.said.take();
        switch (said.kind()) {
          case "description" -> {
            theirDescriptions.add(said.body());
            if (said.body().contains(OFFERS)) {
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
