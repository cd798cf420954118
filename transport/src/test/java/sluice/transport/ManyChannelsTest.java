package sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.transport.ChannelOptions.Ordering;
import sluice.transport.ChannelOptions.Reliability;

/// Channels of all kinds side by side, opened before and after the connection stands.
@Timeout(40)
class ManyChannelsTest {
  private static final List<ChannelOptions> KINDS =
      List.of(
          ChannelOptions.RELIABLE,
          new ChannelOptions(Ordering.UNORDERED, new Reliability.Reliable(), ""),
          new ChannelOptions(Ordering.ORDERED, new Reliability.MaxRetransmits(0), "a"),
          new ChannelOptions(Ordering.UNORDERED, new Reliability.MaxRetransmits(5), "b"),
          new ChannelOptions(
              Ordering.ORDERED, new Reliability.MaxLifetime(Duration.ofSeconds(2)), "c"),
          new ChannelOptions(
              Ordering.UNORDERED, new Reliability.MaxLifetime(Duration.ofSeconds(3)), "d"));

  @Test
  void eachCarriesItsOwn() throws Exception {
    try (var pair = new PeerPair()) {
      ConcurrentMap<String, Ear> ears = new ConcurrentHashMap<>();
      ConcurrentMap<String, ChannelOptions> kinds = new ConcurrentHashMap<>();
      pair.answerer.early =
          event -> {
            if (event instanceof PeerEvent.ChannelOffered offered) {
              DataChannel channel = offered.channel();
              kinds.put(channel.label(), channel.options());
              channel.listen(ears.computeIfAbsent(channel.label(), label -> new Ear()));
            }
          };
      List<DataChannel> channels = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        channels.add(open(pair, i));
      }
      pair.connect();
      for (int i = 60; i < 120; i++) {
        channels.add(open(pair, i));
      }
      for (int i = 0; i < channels.size(); i++) {
        channels.get(i).send("this is " + i);
        channels.get(i).send(ByteBuffer.wrap(PeerPair.random(i * 100, i)));
      }
      for (int i = 0; i < channels.size(); i++) {
        Ear ear = ears.computeIfAbsent("channel " + i, label -> new Ear());
        assertThat(ear.next()).isEqualTo("open");
        List<Object> both = List.of(ear.next(), ear.next());
        assertThat(both).contains("text this is " + i, PeerPair.random(i * 100, i));
        assertThat(kinds.get("channel " + i)).isEqualTo(KINDS.get(i % KINDS.size()));
      }
    }
  }

  private static DataChannel open(PeerPair pair, int number) {
    return pair.offerer.connection.openChannel(
        "channel " + number, KINDS.get(number % KINDS.size()), new Ear());
  }
}
