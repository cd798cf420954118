package sluice.signaling.lan;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.signaling.wire.Nameplate;

class SearchTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Nameplate NAMEPLATE = new Nameplate("4711");

  private final Search search = Search.forHolder(NAMEPLATE, 77);

  @Test
  void asksFiveTimesAndGivesUpAfterThreeSeconds() {
    List<Long> asked = new ArrayList<>();
    long now = 0;
    while (!search.isOver(now)) {
      if (search.poll(now) != null) {
        asked.add(now);
      } else {
        now = search.deadlineNanos();
      }
    }
    assertThat(asked).containsExactly(0L, SECOND / 5, 3 * SECOND / 5, 6 * SECOND / 5, 2 * SECOND);
    assertThat(now).isEqualTo(3 * SECOND);
    assertThat(search.holders()).isZero();
  }

  @Test
  void oneHolderOverSeveralPathsIsOneAndTheNearestPathCounts() throws Exception {
    answer(77, 1, "192.168.1.5", 0);
    answer(77, 1, "fe80::1", 0);
    answer(77, 1, "127.0.0.1", 0);
    answer(77, 1, "192.168.1.6", 0);
    assertThat(search.holders()).isEqualTo(1);
    assertThat(search.relay()).isEqualTo(address("127.0.0.1"));
    assertThat(search.isOver(SECOND / 4)).isFalse();
    assertThat(search.isOver(3 * SECOND / 10)).isTrue();
  }

  @Test
  void twoInstancesAreTwoHolders() throws Exception {
    answer(77, 1, "192.168.1.5", 0);
    answer(77, 2, "192.168.1.5", SECOND / 10);
    assertThat(search.holders()).isEqualTo(2);
  }

  @Test
  void answersToOthersDoNotCount() throws Exception {
    answer(78, 1, "192.168.1.5", 0);
    search.receive(
        new DiscoveryMessage.Answer(77, 1, 9, new Nameplate("4712")).bytes(),
        address("192.168.1.5"),
        0);
    search.receive(new DiscoveryMessage.Query(77, NAMEPLATE).bytes(), address("192.168.1.5"), 0);
    search.receive(ByteBuffer.allocate(10), address("192.168.1.5"), 0);
    assertThat(search.holders()).isZero();
  }

  @Test
  void floodsFillNothing() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      answer(77, i, "192.168.1.5", 0);
    }
    assertThat(search.holders()).isEqualTo(Search.MAX_HOLDERS);
  }

  @Test
  void noMoreQuestionsOnceSomebodyAnswered() throws Exception {
    assertThat(search.poll(0)).isNotNull();
    answer(77, 1, "192.168.1.5", SECOND / 10);
    assertThat(search.poll(SECOND / 4)).isNull();
    assertThat(search.deadlineNanos()).isEqualTo(SECOND / 10 + 3 * SECOND / 10);
  }

  private void answer(long nonce, long instance, String from, long nowNanos)
      throws UnknownHostException {
    search.receive(
        new DiscoveryMessage.Answer(nonce, instance, 9, NAMEPLATE).bytes(),
        address(from),
        nowNanos);
  }

  private static InetSocketAddress address(String literal) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(literal), 9);
  }
}
