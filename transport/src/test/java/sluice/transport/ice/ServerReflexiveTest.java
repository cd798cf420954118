package sluice.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.transport.stun.StunMessage;

/// STUN servers are asked side by side, and none is waited for.
class ServerReflexiveTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ServerReflexive engine = new ServerReflexive(new Random(1));
  private final InetSocketAddress server = address("192.0.2.1", 3_478);
  private final InetSocketAddress mapped = address("203.0.113.9", 40_000);
  private final IceWire wire = new FixedWire(address("10.0.0.2", 5_000));

  private record FixedWire(InetSocketAddress local) implements IceWire {
    @Override
    public void send(byte[] message, InetSocketAddress to) {
      throw new AssertionError("an engine does not send");
    }
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  private static StunMessage parse(byte[] message) {
    return StunMessage.parse(message, 0, message.length).orElseThrow();
  }

  private StunMessage answer(ServerReflexive.Question question) {
    return parse(
        new StunMessage.Writer(StunMessage.SUCCESS, parse(question.message()).transaction())
            .mapped(mapped)
            .finish());
  }

  @Test
  void anAnswerGivesAnAddress() {
    engine.ask(wire, server, 0);
    ServerReflexive.Question question = engine.pollQuestion();
    assertThat(question.to()).isEqualTo(server);
    assertThat(engine.receive(answer(question), wire, server)).isTrue();
    assertThat(engine.pollFound()).isEqualTo(new ServerReflexive.Found(wire, mapped));
    assertThat(engine.done()).isTrue();
  }

  @Test
  void anAnswerFromElsewhereIsNone() {
    engine.ask(wire, server, 0);
    StunMessage answer = answer(engine.pollQuestion());
    assertThat(engine.receive(answer, wire, address("192.0.2.2", 3_478))).isFalse();
    assertThat(engine.pollFound()).isNull();
  }

  @Test
  void aSilentServerIsAskedFiveTimesAndThenLeft() {
    engine.ask(wire, server, 0);
    List<ServerReflexive.Question> questions = new ArrayList<>();
    long now = 0;
    while (!engine.done()) {
      for (var each = engine.pollQuestion(); each != null; each = engine.pollQuestion()) {
        questions.add(each);
      }
      now = engine.deadlineNanos();
      engine.onTimeout(now);
    }
    assertThat(questions).hasSize(5);
    assertThat(now).isBetween(5 * SECOND, 9 * SECOND);
  }

  @Test
  void loopbackAndTheOtherFamilyAreNotAsked() {
    engine.ask(new FixedWire(address("127.0.0.1", 1)), server, 0);
    engine.ask(new FixedWire(address("2001:db8::1", 1)), server, 0);
    assertThat(engine.done()).isTrue();
  }

  @Test
  void urisAreReadWithAndWithoutPort() {
    assertThat(StunServer.of(URI.create("stun:stun.example.org")))
        .contains(new StunServer("stun.example.org", 3_478));
    assertThat(StunServer.of(URI.create("stun:[2001:db8::1]:19302")))
        .contains(new StunServer("2001:db8::1", 19_302));
    assertThat(StunServer.of(URI.create("turn:turn.example.org"))).isEmpty();
    assertThat(StunServer.of(URI.create("stun:a%20b"))).isEmpty();
  }
}
