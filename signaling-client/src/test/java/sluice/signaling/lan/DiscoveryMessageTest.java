package sluice.signaling.lan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.signaling.Mutations;
import sluice.signaling.wire.Nameplate;

class DiscoveryMessageTest {
  private static final DiscoveryMessage.Query QUERY =
      new DiscoveryMessage.Query(0x0102030405060708L, new Nameplate("4711"));
  private static final DiscoveryMessage.Answer ANSWER =
      new DiscoveryMessage.Answer(1, -2, 65_535, new Nameplate("123456789"));

  @Test
  void bothComeBack() {
    assertThat(DiscoveryMessage.parse(QUERY.bytes())).isEqualTo(QUERY);
    assertThat(DiscoveryMessage.parse(ANSWER.bytes())).isEqualTo(ANSWER);
  }

  @Test
  void aQueryIsLongerThanItsAnswer() {
    assertThat(QUERY.bytes().remaining()).isEqualTo(DiscoveryMessage.QUERY_BYTES);
    assertThat(ANSWER.bytes().remaining()).isEqualTo(DiscoveryMessage.MAX_ANSWER_BYTES);
  }

  @Test
  void cutOffOnesAreNothing() {
    for (ByteBuffer whole : List.of(QUERY.bytes(), ANSWER.bytes())) {
      for (int length = 0; length < whole.limit(); length++) {
        assertThat(DiscoveryMessage.parse(whole.slice(0, length))).isNull();
      }
      ByteBuffer longer = ByteBuffer.allocate(whole.limit() + 1).put(whole.duplicate());
      assertThat(DiscoveryMessage.parse(longer.clear())).isNull();
    }
  }

  @Test
  void noDatagramThrows() {
    Mutations mutations = new Mutations(3, List.of(QUERY.bytes().array(), ANSWER.bytes().array()));
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      DiscoveryMessage message = DiscoveryMessage.parse(ByteBuffer.wrap(mutations.next()));
      read += message == null ? 0 : 1;
    }
    assertThat(read).isGreaterThan(100);
  }
}
