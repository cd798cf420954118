package sluice.transport.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.transport.probe.ProbedNetwork.SERVER;
import static sluice.transport.probe.ProbedNetwork.plain;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.transport.stun.StunMessage;
import sluice.transport.stun.StunMessage.TransactionId;

/// What a server, or somebody on the way, may send without harm.
final class HostileStunServerTest {
  private static final int OTHER_ADDRESS = 0x802C;
  private static final InetSocketAddress SEEN = ProbedNetwork.at("192.0.2.77", 40_000);

  private final NatProbe probe =
      new NatProbe(List.of(SERVER), Set.of(), new int[NatProbe.SOCKETS], new Random(3));
  private byte[] question = new byte[0];

  @BeforeEach
  void ask() {
    probe.start(0);
    Outgoing first = probe.poll();
    assertThat(first).isNotNull();
    question = first.bytes();
  }

  private void receive(byte[] datagram) {
    probe.receive(0, SERVER, datagram, datagram.length, 1_000_000);
  }

  private TransactionId transaction() {
    return StunMessage.parse(question, 0, question.length).orElseThrow().transaction();
  }

  private void runOut() {
    while (probe.report().isEmpty()) {
      probe.onTimeout(probe.deadlineNanos());
    }
  }

  @Test
  void anAnswerToNobodysQuestionIsNoAnswer() {
    receive(
        new StunMessage.Writer(StunMessage.SUCCESS, new TransactionId(1, 2)).mapped(SEEN).finish());
    runOut();

    assertThat(probe.report().orElseThrow().anyAnswer()).isFalse();
  }

  @Test
  void anAnswerWithoutAnAddressIsNoAnswer() {
    receive(new StunMessage.Writer(StunMessage.SUCCESS, transaction()).finish());
    runOut();

    assertThat(probe.report().orElseThrow().anyAnswer()).isFalse();
  }

  @Test
  void ourQuestionEchoedIsNoAnswer() {
    receive(question);
    runOut();

    assertThat(probe.report().orElseThrow().anyAnswer()).isFalse();
    assertThat(probe.report().orElseThrow().hairpinning()).isEqualTo(Hairpinning.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.10", "0.0.0.0"})
  void aSecondAddressThatIsNoneIsNotAsked(String host) {
    receive(
        new StunMessage.Writer(StunMessage.SUCCESS, transaction())
            .mapped(SEEN)
            .add(OTHER_ADDRESS, plain(ProbedNetwork.at(host, 9)))
            .finish());

    for (Outgoing next = probe.poll(); next != null; next = probe.poll()) {
      assertThat(next.to()).isEqualTo(SERVER);
    }
    runOut();
    assertThat(probe.report().orElseThrow().servers().getFirst().second()).isEmpty();
  }

  @Test
  void noiseIsIgnored() {
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = i % 2 == 0 ? question.clone() : new byte[random.nextInt(200)];
      for (int changes = 0; changes < 3 && noise.length > 0; changes++) {
        noise[random.nextInt(noise.length)] = (byte) random.nextInt();
      }
      receive(noise);
    }
    runOut();

    assertThat(probe.report()).isPresent();
  }
}
