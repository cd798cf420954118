package sluice.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.sctp.SendOptions.Ordering;
import sluice.transport.simulation.LinkSettings;
import sluice.transport.simulation.Simulation;

/// Channels of every kind side by side over networks that lose, reorder and duplicate.
class LossyChannelTest {
  private static final int SEEDS = 40;
  private static final int MESSAGES = 60;

  private static ChannelPair pair(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LinkSettings link =
        LinkSettings.PERFECT
            .withDelay(random.nextLong(Simulation.MILLISECOND, 50 * Simulation.MILLISECOND))
            .withJitter(random.nextLong(1, 30 * Simulation.MILLISECOND))
            .withLoss(random.nextDouble(0.10))
            .withDuplication(random.nextDouble(0.05));
    return new ChannelPair(seed, link, ChannelLimits.DEFAULT, AssociationOptions.DEFAULT);
  }

  @Test
  void reliableChannelsDeliverEveryMessageOnce() {
    for (long seed = 0; seed < SEEDS; seed++) {
      ChannelPair pair = pair(seed);
      Channel ordered = pair.a.open("ordered");
      Channel unordered =
          pair.a.open(
              new ChannelSettings("unordered", "", Ordering.UNORDERED, new Reliability.Reliable()));
      List<String> sent = send(pair, List.of(ordered, unordered), seed);
      pair.start();
      pair.await(
          () ->
              pair.z.offered().size() == 2
                  && pair.z.offered().stream()
                      .allMatch(channel -> pair.z.texts(channel).size() == MESSAGES));
      for (Channel offered : pair.z.offered()) {
        if (offered.settings().ordering() == Ordering.ORDERED) {
          assertThat(pair.z.texts(offered)).as("seed %d", seed).isEqualTo(sent);
        } else {
          assertThat(pair.z.texts(offered))
              .as("seed %d", seed)
              .containsExactlyInAnyOrderElementsOf(sent);
        }
      }
      assertThat(pair.z.engine.droppedMessages()).as("seed %d", seed).isZero();
    }
  }

  private static List<String> send(ChannelPair pair, List<Channel> channels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      String content = i + " " + "z".repeat(random.nextInt(4_000));
      sent.add(content);
      for (Channel channel : channels) {
        assertThat(pair.a.text(channel, content)).isEqualTo(ChannelSendResult.QUEUED);
      }
    }
    return sent;
  }

  @Test
  void unreliableChannelsLoseMessagesAndStopNobody() {
    int lost = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      ChannelPair pair = pair(seed).established();
      Channel none =
          pair.a.open(
              new ChannelSettings("none", "", Ordering.ORDERED, new Reliability.MaxRetransmits(0)));
      Channel brief =
          pair.a.open(
              new ChannelSettings(
                  "brief", "", Ordering.UNORDERED, new Reliability.MaxLifetime(40)));
      Channel reliable = pair.a.open("reliable");
      List<String> sent = send(pair, List.of(none, brief, reliable), seed);
      pair.await(
          () ->
              pair.a.association.bufferedBytes() == 0
                  && pair.z.offered().size() == 3
                  && texts(pair, "reliable").size() == MESSAGES);
      assertThat(texts(pair, "reliable")).isEqualTo(sent);
      assertThat(sent).as("seed %d", seed).containsSubsequence(texts(pair, "none"));
      assertThat(texts(pair, "none")).doesNotHaveDuplicates();
      assertThat(sent).as("seed %d", seed).containsAll(texts(pair, "brief"));
      assertThat(texts(pair, "brief")).doesNotHaveDuplicates();
      lost += 2 * MESSAGES - texts(pair, "none").size() - texts(pair, "brief").size();
      assertThat(pair.a.released).hasSize(3 * MESSAGES);
    }
    assertThat(lost).isPositive();
  }

  private static List<String> texts(ChannelPair pair, String label) {
    return pair.z.offered().stream()
        .filter(channel -> channel.settings().label().equals(label))
        .map(pair.z::texts)
        .findFirst()
        .orElse(List.of());
  }
}
