package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A connection ends in order, at once, or with the reason why it cannot go on; always with one last event.
@Timeout(40)
class ConnectionEndTest {

  @Test
  void closeDeliversWhatIsBufferedFirst() throws Exception {
    try (var pair = new PeerPair()) {
      byte[] data = PeerPair.random(8 << 20, 1);
      var collector = new Collector(data.length);
      listenWith(pair, collector);
      DataChannel channel =
          pair.offerer.connection.openChannel("data", ChannelOptions.RELIABLE, new Ear());
      pair.connect();
      LoopbackTransferTest.sendAll(channel, data);
      pair.offerer.connection.close();
      pair.offerer.await(PeerEvent.Closed.class);
      pair.answerer.await(PeerEvent.Closed.class);
      assertThat(collector.done.join()).isEqualTo(data);
    }
  }

  @Test
  void whatAPausedListenerIsOwedComesBeforeTheEnd() throws Exception {
    try (var pair = new PeerPair()) {
      var ear = new Ear();
      var in = new CompletableFuture<DataChannel>();
      pair.answerer.early =
          event -> {
            if (event instanceof PeerEvent.ChannelOffered offered) {
              offered.channel().listen(ear);
              offered.channel().pause();
              in.complete(offered.channel());
            }
          };
      DataChannel out =
          pair.offerer.connection.openChannel("data", ChannelOptions.RELIABLE, new Ear());
      pair.connect();
      out.send("owed");
      in.get(10, TimeUnit.SECONDS);
      pair.offerer.connection.close();
      pair.offerer.await(PeerEvent.Closed.class);
      assertThat(ear.heard).doesNotContain("text owed");
      in.join().resume();
      pair.answerer.await(PeerEvent.Closed.class);
      assertThat(ear.heard).containsExactly("open", "text owed", "closed");
    }
  }

  @Test
  void bothMayCloseAtOnce() throws Exception {
    try (var pair = new PeerPair()) {
      pair.connect();
      pair.offerer.connection.close();
      pair.answerer.connection.close();
      pair.offerer.await(PeerEvent.Closed.class);
      pair.answerer.await(PeerEvent.Closed.class);
    }
  }

  @Test
  void abortTellsTheOtherEndAtOnce() throws Exception {
    try (var pair = new PeerPair()) {
      var ear = new Ear();
      DataChannel channel =
          pair.offerer.connection.openChannel("data", ChannelOptions.RELIABLE, ear);
      pair.connect();
      assertThat(ear.next()).isEqualTo("open");
      pair.answerer.connection.abort("no more");
      pair.answerer.await(PeerEvent.Closed.class);
      PeerFailure failure = pair.offerer.await(PeerEvent.Failed.class).failure();
      assertThat(failure).isInstanceOf(PeerFailure.AbortedByPeer.class);
      assertThat(ear.next()).isEqualTo("closed");
      assertThatThrownBy(() -> channel.send("late")).isInstanceOf(ChannelClosedException.class);
    }
  }

  @Test
  void closeBeforeAnyDescriptionIsTheEnd() throws Exception {
    var end = new PeerEnd(PeerPair.LOOPBACK);
    var ear = new Ear();
    end.connection.openChannel("data", ChannelOptions.RELIABLE, ear);
    end.connection.close();
    end.await(PeerEvent.Closed.class);
    assertThat(ear.next()).isEqualTo("closed");
    DataChannel late = end.connection.openChannel("late", ChannelOptions.RELIABLE, ear);
    assertThatThrownBy(() -> late.send(ByteBuffer.allocate(1)))
        .isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void aSwappedFingerprintIsNoticedByWhoWasLiedTo() throws Exception {
    try (var other = new PeerPair();
        var pair =
            new PeerPair(
                PeerPair.LOOPBACK,
                text ->
                    text.replaceFirst(
                        "a=fingerprint:sha-256 ..", "a=fingerprint:sha-256 " + flipped(text)))) {
      other.connect();
      pair.offerer.connection.offer();
      assertThat(pair.offerer.await(PeerEvent.Failed.class).failure())
          .isInstanceOfAny(
              PeerFailure.FingerprintMismatch.class, PeerFailure.HandshakeFailed.class);
      assertThat(pair.answerer.await(PeerEvent.Failed.class).failure())
          .isInstanceOfAny(
              PeerFailure.FingerprintMismatch.class, PeerFailure.HandshakeFailed.class);
    }
  }

  private static String flipped(String text) {
    int at = text.indexOf("a=fingerprint:sha-256 ") + "a=fingerprint:sha-256 ".length();
    return text.substring(at, at + 2).equals("00") ? "01" : "00";
  }

  @Test
  void nobodyThereIsNoRoute() throws Exception {
    PeerOptions impatient = PeerPair.LOOPBACK.withConnectTimeout(java.time.Duration.ofSeconds(1));
    var end = new PeerEnd(impatient);
    end.connection.offer();
    assertThat(end.await(PeerEvent.Failed.class).failure()).isInstanceOf(PeerFailure.NoRoute.class);
  }

  @Test
  void aDescriptionThatIsNoneIsRefused() throws Exception {
    var end = new PeerEnd(PeerPair.LOOPBACK);
    end.connection.acceptOffer("v=1\r\nnonsense");
    assertThat(end.await(PeerEvent.Failed.class).failure())
        .isInstanceOf(PeerFailure.DescriptionRefused.class);
  }

  @Test
  void aListenerThatThrowsEndsTheConnectionAndNotTheProcess() throws Exception {
    try (var pair = new PeerPair()) {
      listenWith(
          pair,
          new ChannelListener() {
            @Override
            public void onBinary(DataChannel channel, ByteBuffer message) {
              throw new IllegalArgumentException("a fault of the listener's");
            }

            @Override
            public void onText(DataChannel channel, String message) {}
          });
      DataChannel channel =
          pair.offerer.connection.openChannel("data", ChannelOptions.RELIABLE, new Ear());
      pair.connect();
      channel.send(ByteBuffer.allocate(1));
      assertThat(pair.answerer.await(PeerEvent.Failed.class).failure())
          .isInstanceOf(PeerFailure.OwnFault.class);
    }
  }

  private static void listenWith(PeerPair pair, ChannelListener listener) {
    pair.answerer.early =
        event -> {
          if (event instanceof PeerEvent.ChannelOffered offered) {
            offered.channel().listen(listener);
          }
        };
  }
}
