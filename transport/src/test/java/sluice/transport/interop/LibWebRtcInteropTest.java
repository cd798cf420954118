package sluice.transport.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCSdpType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.transport.ChannelOptions;
import sluice.transport.Collector;
import sluice.transport.DataChannel;
import sluice.transport.Ear;
import sluice.transport.PeerEnd;
import sluice.transport.PeerEvent;
import sluice.transport.PeerOptions;
import sluice.transport.PeerPair;

/// libwebrtc at the other end, whoever offers.
@Timeout(180)
class LibWebRtcInteropTest {
  private static final int TOTAL_BYTES = 64 << 20;
  private static final int MESSAGE_BYTES = 65_536;

  enum Offerer {
    THEY,
    WE
  }

  /// The two ends, connected.
  private static final class Meeting implements AutoCloseable {
    final LibWebRtcPeer they = new LibWebRtcPeer();
    final PeerEnd we = new PeerEnd(PeerOptions.defaults());
    final BlockingQueue<DataChannel> offered = new LinkedBlockingQueue<>();

    Meeting() {
      var description = new CompletableFuture<String>();
      we.early =
          event -> {
            switch (event) {
              case PeerEvent.LocalDescription local -> description.complete(local.description());
              case PeerEvent.LocalCandidate local -> tell(local.candidate());
              case PeerEvent.ChannelOffered channel -> offered.add(channel.channel());
              default -> {}
            }
          };
      they.onCandidate(we.connection::addRemoteCandidate);
      this.description = description;
    }

    private final CompletableFuture<String> description;
    private final List<String> early = new ArrayList<>();
    private boolean described;

    /// libwebrtc takes candidates only once it has our description.
    private synchronized void tell(String candidate) {
      if (described) {
        they.addCandidate(candidate);
      } else {
        early.add(candidate);
      }
    }

    private synchronized void described() {
      described = true;
      early.forEach(they::addCandidate);
    }

    Meeting connect(Offerer offerer) throws Exception {
      switch (offerer) {
        case THEY -> {
          we.connection.acceptOffer(they.offer());
          they.setRemote(RTCSdpType.ANSWER, description.get(10, TimeUnit.SECONDS));
          described();
        }
        case WE -> {
          we.connection.offer();
          String answer = they.answer(description.get(10, TimeUnit.SECONDS));
          described();
          we.connection.acceptAnswer(answer);
        }
      }
      we.await(PeerEvent.Connected.class);
      return this;
    }

    @Override
    public void close() {
      we.connection.abort("the test is over");
      they.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void sixtyFourMegabytesEachWay(Offerer offerer) throws Exception {
    try (var meeting = new Meeting()) {
      byte[] there = PeerPair.random(TOTAL_BYTES, 1);
      byte[] back = PeerPair.random(TOTAL_BYTES, 2);
      var collector = new Collector(back.length);
      var poured = ByteBuffer.allocate(there.length);
      var pouredAll = new CompletableFuture<byte[]>();
      LibWebRtcChannel theirs = meeting.they.open("theirs", new RTCDataChannelInit());
      DataChannel ours =
          meeting.we.connection.openChannel("ours", ChannelOptions.RELIABLE, new Ear());
      meeting.connect(offerer);
      LibWebRtcChannel oursAtThem = take(meeting.they.offered);
      oursAtThem.pour(
          message -> {
            poured.put(message);
            if (!poured.hasRemaining()) {
              pouredAll.complete(poured.array());
            }
          });
      take(meeting.offered).listen(collector);
      theirs.await(RTCDataChannelState.OPEN);
      Thread sender = Thread.ofPlatform().start(() -> sendAll(ours, there));
      for (int at = 0; at < back.length; at += MESSAGE_BYTES) {
        theirs.send(Arrays.copyOfRange(back, at, at + MESSAGE_BYTES), true);
      }
      sender.join();
      assertThat(collector.done.get(150, TimeUnit.SECONDS)).isEqualTo(back);
      assertThat(pouredAll.get(150, TimeUnit.SECONDS)).isEqualTo(there);
    }
  }

  private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private static void sendAll(DataChannel channel, byte[] data) {
    try {
      for (int at = 0; at < data.length; at += MESSAGE_BYTES) {
        channel.send(ByteBuffer.wrap(data, at, Math.min(MESSAGE_BYTES, data.length - at)));
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void messagesFromEmptyToTheLimitInBothForms(Offerer offerer) throws Exception {
    try (var meeting = new Meeting()) {
      var ear = new Ear();
      DataChannel ours = meeting.we.connection.openChannel("ours", ChannelOptions.RELIABLE, ear);
      meeting.they.open("first", new RTCDataChannelInit());
      meeting.connect(offerer);
      LibWebRtcChannel theirs = take(meeting.they.offered);
      assertThat(theirs.channel.getLabel()).isEqualTo("ours");
      assertThat(ear.next()).isEqualTo("open");
      for (int size : new int[] {0, 1, 1_172, 1_173, 65_535, 65_536, 262_143, 262_144}) {
        byte[] binary = PeerPair.random(size, size);
        ours.send(ByteBuffer.wrap(binary));
        assertThat(theirs.next()).as("binary of " + size).isEqualTo(binary);
        theirs.send(binary, true);
        assertThat(ear.next()).as("binary of " + size).isEqualTo(binary);
        String text = "é".repeat(size / 2);
        ours.send(text);
        assertThat(theirs.next()).as("text of " + size).isEqualTo("text " + text);
        theirs.send(text.getBytes(UTF_8), false);
        assertThat(ear.next()).as("text of " + size).isEqualTo("text " + text);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void channelsCloseFromBothSidesAndTheirIdsAreUsedAgain(Offerer offerer) throws Exception {
    try (var meeting = new Meeting()) {
      LibWebRtcChannel first = meeting.they.open("keeps", new RTCDataChannelInit());
      meeting.connect(offerer);
      first.await(RTCDataChannelState.OPEN);
      take(meeting.offered);
      List<Integer> ids = new ArrayList<>();
      for (int round = 0; round < 4; round++) {
        var ear = new Ear();
        DataChannel ours =
            meeting.we.connection.openChannel("ours" + round, ChannelOptions.RELIABLE, ear);
        LibWebRtcChannel atThem = take(meeting.they.offered);
        assertThat(atThem.channel.getLabel()).isEqualTo("ours" + round);
        assertThat(ear.next()).isEqualTo("open");
        ids.add(atThem.channel.getId());
        ours.send("bye");
        if (round % 2 == 0) {
          ours.close();
        } else {
          assertThat(atThem.next()).isEqualTo("text bye");
          atThem.channel.close();
        }
        assertThat(ear.next()).isEqualTo("closed");
        atThem.await(RTCDataChannelState.CLOSED);
      }
      assertThat(ids).containsOnly(ids.getFirst());
      List<Integer> theirIds = new ArrayList<>();
      for (int round = 0; round < 4; round++) {
        LibWebRtcChannel theirs = meeting.they.open("theirs" + round, new RTCDataChannelInit());
        DataChannel atUs = take(meeting.offered);
        var ear = new Ear();
        atUs.listen(ear);
        theirs.await(RTCDataChannelState.OPEN);
        assertThat(atUs.label()).isEqualTo("theirs" + round);
        theirIds.add(theirs.channel.getId());
        if (round % 2 == 0) {
          theirs.channel.close();
        } else {
          atUs.close();
        }
        theirs.await(RTCDataChannelState.CLOSED);
        while (!ear.next().equals("closed")) {}
      }
      assertThat(theirIds).containsOnly(theirIds.getFirst());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theKindsOfReliabilityAreUnderstood(Offerer offerer) throws Exception {
    try (var meeting = new Meeting()) {
      var unordered = new RTCDataChannelInit();
      unordered.ordered = false;
      unordered.maxRetransmits = 3;
      unordered.protocol = "p1";
      meeting.they.open("theirs", unordered);
      meeting.we.connection.openChannel(
          "ours",
          new ChannelOptions(
              ChannelOptions.Ordering.UNORDERED,
              new ChannelOptions.Reliability.MaxLifetime(Duration.ofMillis(1_500)),
              "p2"),
          new Ear());
      meeting.connect(offerer);
      LibWebRtcChannel oursAtThem = take(meeting.they.offered);
      assertThat(oursAtThem.channel.isOrdered()).isFalse();
      assertThat(oursAtThem.channel.getMaxPacketLifeTime()).isEqualTo(1_500);
      assertThat(oursAtThem.channel.getProtocol()).isEqualTo("p2");
      assertThat(take(meeting.offered).options())
          .isEqualTo(
              new ChannelOptions(
                  ChannelOptions.Ordering.UNORDERED,
                  new ChannelOptions.Reliability.MaxRetransmits(3),
                  "p1"));
    }
  }
}
