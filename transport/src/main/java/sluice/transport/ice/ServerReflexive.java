package sluice.transport.ice;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;

/// Asks STUN servers under which addresses our sockets are seen (RFC 8445, section 5.1.1.2). Questions to all servers
/// run side by side; one that is not answered costs nothing but its own candidate.
final class ServerReflexive {
  /// RFC 8489, section 6.2.1, with a quicker start: 250 ms, doubled each time.
  private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final int MAX_TRIES = 5;
  private static final int MAX_QUESTIONS = 64;

  /// A socket of ours as a server sees it.
  record Found(IceWire wire, InetSocketAddress mapped) {}

  /// A question to send now.
  record Question(IceWire wire, InetSocketAddress to, byte[] message) {}

  private static final class Open {
    final IceWire wire;
    final InetSocketAddress server;
    final byte[] message;
    int tries;
    long dueNanos;

    Open(IceWire wire, InetSocketAddress server, byte[] message, long dueNanos) {
      this.wire = wire;
      this.server = server;
      this.message = message;
      this.dueNanos = dueNanos;
    }
  }

  private final Random random;
  private final Map<StunMessage.TransactionId, Open> open = new LinkedHashMap<>();
  private final Deque<Question> questions = new ArrayDeque<>();
  private final Deque<Found> found = new ArrayDeque<>();

  ServerReflexive(Random random) {
    this.random = random;
  }

  void ask(IceWire wire, InetSocketAddress server, long nowNanos) {
    boolean sameFamily =
        wire.local().getAddress() instanceof Inet4Address
            == server.getAddress() instanceof Inet4Address;
    if (sameFamily
        && !wire.local().getAddress().isLoopbackAddress()
        && open.size() < MAX_QUESTIONS) {
      var transaction = new StunMessage.TransactionId(random.nextLong(), random.nextInt());
      byte[] message = new StunMessage.Writer(StunMessage.REQUEST, transaction).finish();
      open.put(transaction, new Open(wire, server, message, nowNanos));
      onTimeout(nowNanos);
    }
  }

  /// Drops the questions that are open.
  void forget() {
    open.clear();
  }

  /// Whether nothing is open any more.
  boolean done() {
    return open.isEmpty();
  }

  /// Takes a response, unauthenticated as such servers are; it must come from where the question went.
  ///
  /// @return whether it answers one of our questions
  boolean receive(StunMessage response, IceWire wire, InetSocketAddress from) {
    Open question = open.get(response.transaction());
    if (question == null || !question.wire.equals(wire) || !question.server.equals(from)) {
      return false;
    }
    open.remove(response.transaction());
    InetSocketAddress mapped = response.mappedAddress();
    if (response.type() == StunMessage.SUCCESS
        && mapped != null
        && mapped.getPort() != 0
        && !mapped.equals(wire.local())) {
      found.add(new Found(wire, mapped));
    }
    return true;
  }

  long deadlineNanos() {
    long deadline = Long.MAX_VALUE;
    for (Open each : open.values()) {
      deadline = Math.min(deadline, each.dueNanos);
    }
    return deadline;
  }

  void onTimeout(long nowNanos) {
    open.values().removeIf(each -> each.dueNanos <= nowNanos && each.tries >= MAX_TRIES);
    for (Open each : open.values()) {
      if (each.dueNanos <= nowNanos) {
        each.dueNanos = nowNanos + (FIRST_WAIT_NANOS << each.tries++);
        questions.add(new Question(each.wire, each.server, each.message));
      }
    }
  }

  @Nullable Question pollQuestion() {
    return questions.poll();
  }

  @Nullable Found pollFound() {
    return found.poll();
  }
}
