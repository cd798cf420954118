package sluice.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sluice.transport.stun.StunMessage;

/// Whoever does not know the passwords cannot become the path, whatever he sends.
class ForgedStunTest {

  @Test
  void anUnauthenticatedCheckWithUseCandidateNeverWins() throws Exception {
    try (var victim = new IceEnd("victim", HostPolicy.LOOPBACK, List.of());
        var attacker = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      InetSocketAddress target = victim.candidates().getFirst().address();
      IceCredentials peer = IceCredentials.generate(new Random(1));
      IceCredentials own = victim.credentials();
      victim.run(ice -> ice.start(IceRole.CONTROLLED, peer, victim.now()));
      String right = own.ufrag() + ":" + peer.ufrag();
      var random = new Random(2);
      for (int i = 0; i < 50; i++) {
        var bare = check(random, right);
        send(attacker, bare.finish(), target);
        send(attacker, check(random, right).seal("guessed-password-guessed"), target);
        send(attacker, check(random, right).seal(peer.password()), target);
        send(attacker, check(random, "x" + right).seal(own.password()), target);
        send(attacker, check(random, own.ufrag()).seal(own.password()), target);
      }
      attacker.setSoTimeout(700);
      assertThat(isAnswered(attacker)).isFalse();
      assertThat(victim.events).isEmpty();
      assertThat(victim.rejected.get()).isEqualTo(250);
      victim.run(ice -> assertThat(ice.proven()).isZero());
    }
  }

  private static StunMessage.Writer check(Random random, String username) {
    var transaction = new StunMessage.TransactionId(random.nextLong(), random.nextInt());
    return new StunMessage.Writer(StunMessage.REQUEST, transaction)
        .text(StunMessage.USERNAME, username)
        .number(StunMessage.PRIORITY, 1_862_270_975)
        .number(StunMessage.ICE_CONTROLLING, -1L)
        .flag(StunMessage.USE_CANDIDATE);
  }

  @Test
  void aForgedResponseToARealCheckIsNotBelieved() throws Exception {
    try (var victim = new IceEnd("victim", HostPolicy.LOOPBACK, List.of());
        var attacker = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      InetSocketAddress target = victim.candidates().getFirst().address();
      IceCredentials peer = IceCredentials.generate(new Random(1));
      victim.run(ice -> ice.start(IceRole.CONTROLLING, peer, victim.now()));
      var own = new InetSocketAddress(attacker.getLocalAddress(), attacker.getLocalPort());
      var lure = new Candidate(Candidate.Type.HOST, "1", 2_130_706_431, own, null);
      victim.run(ice -> assertThat(ice.addRemoteCandidate(lure.text())).isTrue());
      attacker.setSoTimeout(5_000);
      var packet = new DatagramPacket(new byte[1_500], 1_500);
      for (int i = 0; i < 3; i++) {
        packet.setLength(1_500);
        attacker.receive(packet);
        var request = StunMessage.parse(packet.getData(), 0, packet.getLength()).orElseThrow();
        var response = new StunMessage.Writer(StunMessage.SUCCESS, request.transaction());
        send(attacker, response.mapped(target).seal("guessed-password-guessed"), target);
        var bare = new StunMessage.Writer(StunMessage.SUCCESS, request.transaction());
        send(attacker, bare.mapped(target).finish(), target);
      }
      victim.on(() -> true);
      assertThat(victim.events).isEmpty();
      assertThat(victim.rejected.get()).isGreaterThanOrEqualTo(4);
      victim.run(ice -> assertThat(ice.proven()).isZero());
    }
  }

  @Test
  void noiseDoesNoHarm() throws Exception {
    try (var victim = new IceEnd("victim", HostPolicy.LOOPBACK, List.of());
        var attacker = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      InetSocketAddress target = victim.candidates().getFirst().address();
      IceCredentials peer = IceCredentials.generate(new Random(1));
      IceCredentials own = victim.credentials();
      victim.run(ice -> ice.start(IceRole.CONTROLLED, peer, victim.now()));
      var random = new Random(3);
      for (int i = 0; i < 2_000; i++) {
        byte[] message = check(random, own.ufrag() + ":" + peer.ufrag()).seal(own.password());
        for (int n = random.nextInt(4); n >= 0; n--) {
          message[random.nextInt(message.length)] ^= (byte) (1 + random.nextInt(255));
        }
        message[0] &= 3;
        send(attacker, message, target);
      }
      assertThat(victim.on(() -> true)).isTrue();
      assertThat(victim.events).isEmpty();
    }
  }

  private static void send(DatagramSocket from, byte[] message, InetSocketAddress to)
      throws Exception {
    from.send(new DatagramPacket(message, message.length, to));
  }

  private static boolean isAnswered(DatagramSocket socket) throws Exception {
    try {
      socket.receive(new DatagramPacket(new byte[1_500], 1_500));
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }
}
