package sluice.transport.probe;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;
import sluice.transport.stun.StunMessage.TransactionId;

/// Requests on their way: each is sent three times while nothing answers, and given up after that. An answer belongs to
/// its request by the transaction id alone, since some come from another address on purpose.
///
/// @param <Q> what a request is about
final class Questions<Q> {
  static final int MAX_OPEN = 64;

  /// RFC 8489, section 6.2.1, doubles its timer as well, but a person waits for this report: 0, 300 and 900 ms, and 700
  /// ms for the last answer.
  private static final long FIRST_RETRY_NANOS = 300_000_000;

  private static final long LAST_WAIT_NANOS = 700_000_000;
  private static final int TRIES = 3;

  private final Random random;
  private final Map<TransactionId, Question<Q>> open = new LinkedHashMap<>();
  private final Queue<Outgoing> outbox = new ArrayDeque<>();

  Questions(Random random) {
    this.random = random;
  }

  /// One of them.
  private static final class Question<Q> {
    final Q about;
    final Outgoing datagram;
    final long askedNanos;
    long nextNanos;
    int tries = 1;

    Question(Q about, Outgoing datagram, long nowNanos) {
      this.about = about;
      this.datagram = datagram;
      askedNanos = nowNanos;
      nextNanos = nowNanos + FIRST_RETRY_NANOS;
    }
  }

  /// A request that was answered, and how long after it was first sent.
  record Answered<Q>(Q about, long afterNanos) {}

  /// Fills in a request.
  interface Body {
    StunMessage.Writer write(StunMessage.Writer writer);
  }

  void ask(Q about, int socket, InetSocketAddress to, Body body, long nowNanos) {
    if (open.size() == MAX_OPEN) {
      throw new IllegalStateException("more questions than any procedure has");
    }
    var id = new TransactionId(random.nextLong(), random.nextInt());
    byte[] request = body.write(new StunMessage.Writer(StunMessage.REQUEST, id)).finish();
    var datagram = new Outgoing(socket, to, request);
    open.put(id, new Question<>(about, datagram, nowNanos));
    outbox.add(datagram);
  }

  /// Takes the request that this id belongs to, or null where it is none of ours or settled.
  @Nullable Answered<Q> settle(TransactionId id, long nowNanos) {
    Question<Q> question = open.remove(id);
    return question == null ? null : new Answered<>(question.about, nowNanos - question.askedNanos);
  }

  /// Whether this id is that of a request of ours which is open.
  boolean isOpen(TransactionId id) {
    return open.containsKey(id);
  }

  boolean allSettled() {
    return open.isEmpty();
  }

  void forgetAll() {
    open.clear();
    outbox.clear();
  }

  void onTimeout(long nowNanos) {
    for (Iterator<Question<Q>> all = open.values().iterator(); all.hasNext(); ) {
      Question<Q> question = all.next();
      if (question.nextNanos > nowNanos) {
        continue;
      }
      if (question.tries == TRIES) {
        all.remove();
        continue;
      }
      question.tries++;
      question.nextNanos =
          nowNanos
              + (question.tries == TRIES
                  ? LAST_WAIT_NANOS
                  : FIRST_RETRY_NANOS << (question.tries - 1));
      outbox.add(question.datagram);
    }
  }

  long deadlineNanos() {
    long first = Long.MAX_VALUE;
    for (Question<Q> question : open.values()) {
      first = Math.min(first, question.nextNanos);
    }
    return first;
  }

  @Nullable Outgoing poll() {
    return outbox.poll();
  }
}
