package sluice.transport.turn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;
import sluice.transport.stun.StunMessage.TransactionId;

/// Requests that wait for their response: repeated over datagrams, authenticated as the server asks, asked again when its
/// nonce was stale. What does not belong to a request of ours, or is not authentic, changes nothing.
final class Transactions {
  /// More than these are not asked at once.
  static final int MAX_OPEN = 96;

  /// How often one request is asked anew because of its nonce.
  private static final int MAX_CHALLENGES = 4;

  private static final int UNAUTHORIZED = 401;
  private static final int MISMATCH = 437;
  private static final int WRONG_CREDENTIALS = 441;
  private static final int STALE_NONCE = 438;
  private static final int TRY_ALTERNATE = 300;

  /// What became of a request.
  sealed interface Outcome {
    TurnRequest request();
  }

  record Granted(TurnRequest request, StunMessage response) implements Outcome {}

  record Refused(TurnRequest request, int code, StunMessage response) implements Outcome {}

  record Unanswered(TurnRequest request) implements Outcome {}

  private static final class Open {
    final TurnRequest request;
    final byte[] message;
    final boolean sealed;
    final int challenges;
    int sent;
    long dueNanos;

    Open(TurnRequest request, byte[] message, boolean sealed, int challenges) {
      this.request = request;
      this.message = message;
      this.sealed = sealed;
      this.challenges = challenges;
    }
  }

  private final TurnSettings.Carrier carrier;
  private final TurnSettings.Retransmission retransmission;
  private final Authentication authentication;
  private final Random random;
  private final Map<TransactionId, Open> open = new LinkedHashMap<>();
  private final Deque<byte[]> messages = new ArrayDeque<>();
  private final Deque<Outcome> outcomes = new ArrayDeque<>();

  Transactions(TurnSettings settings, Authentication authentication, Random random) {
    this.carrier = settings.carrier();
    this.retransmission = settings.retransmission();
    this.authentication = authentication;
    this.random = random;
  }

  boolean full() {
    return open.size() >= MAX_OPEN;
  }

  void ask(TurnRequest request, long nowNanos) {
    ask(request, 0, nowNanos);
  }

  private void ask(TurnRequest request, int challenges, long nowNanos) {
    TransactionId transaction = transaction();
    var message = new StunMessage.Writer(request.type(), transaction, 4_096);
    request.write(message);
    var asked =
        new Open(request, authentication.finish(message), authentication.ready(), challenges);
    open.put(transaction, asked);
    transmit(asked, nowNanos);
  }

  TransactionId transaction() {
    return new TransactionId(random.nextLong(), random.nextInt());
  }

  private void transmit(Open asked, long nowNanos) {
    asked.sent++;
    asked.dueNanos =
        nowNanos
            + switch (carrier) {
              case DATAGRAMS -> retransmission.waitNanos(asked.sent);
              case STREAM -> retransmission.patienceNanos();
            };
    messages.add(asked.message);
  }

  /// Takes a response.
  ///
  /// @return whether it was an answer to a request of ours
  boolean receive(StunMessage response, long nowNanos) {
    Open asked = open.get(response.transaction());
    if (asked == null) {
      return false;
    }
    if (response.type() == (asked.request.type() | TurnRequest.SUCCESS_CLASS)) {
      // RFC 8489, section 9.2.5: without integrity "the response MUST be discarded, as if it had
      // never been received".
      boolean authentic = asked.sealed && authentication.authentic(response);
      if (authentic) {
        end(response, new Granted(asked.request, response));
      }
      return authentic;
    }
    int code = response.errorCode();
    return response.type() == (asked.request.type() | TurnRequest.ERROR_CLASS)
        && code >= 0
        && onError(asked, code, response, nowNanos);
  }

  private boolean onError(Open asked, int code, StunMessage response, long nowNanos) {
    boolean sealed = response.has(StunMessage.MESSAGE_INTEGRITY);
    boolean authentic = asked.sealed && authentication.authentic(response);
    if (sealed && asked.sealed && !authentic) {
      return false;
    }
    boolean challenge = code == STALE_NONCE || (code == UNAUTHORIZED && !asked.sealed);
    if (challenge && asked.challenges < MAX_CHALLENGES && authentication.challenge(response)) {
      open.remove(response.transaction());
      ask(asked.request, asked.challenges + 1, nowNanos);
      return true;
    }
    // A server cannot seal what it says before it knows us; everything else it can. coturn says
    // without a seal, too, that
    // our port has an allocation already.
    boolean mayBePlain =
        !asked.sealed
            || (code == MISMATCH && asked.request instanceof TurnRequest.Allocate)
            || code == UNAUTHORIZED
            || code == WRONG_CREDENTIALS
            || code == STALE_NONCE
            || code == TRY_ALTERNATE;
    if (!authentic && !mayBePlain) {
      return false;
    }
    end(response, new Refused(asked.request, code, response));
    return true;
  }

  private void end(StunMessage response, Outcome outcome) {
    open.remove(response.transaction());
    outcomes.add(outcome);
  }

  long deadlineNanos() {
    long deadline = Long.MAX_VALUE;
    for (Open each : open.values()) {
      deadline = Math.min(deadline, each.dueNanos);
    }
    return deadline;
  }

  void onTimeout(long nowNanos) {
    var each = open.values().iterator();
    while (each.hasNext()) {
      Open asked = each.next();
      if (asked.dueNanos <= nowNanos) {
        if (carrier == TurnSettings.Carrier.STREAM || asked.sent >= retransmission.rc()) {
          each.remove();
          outcomes.add(new Unanswered(asked.request));
        } else {
          transmit(asked, nowNanos);
        }
      }
    }
  }

  /// Forgets everything under way.
  void clear() {
    open.clear();
    messages.clear();
    outcomes.clear();
  }

  /// Leaves a message that expects no answer.
  void tell(byte[] message) {
    messages.add(message);
  }

  byte @Nullable [] pollMessage() {
    return messages.poll();
  }

  @Nullable Outcome pollOutcome() {
    return outcomes.poll();
  }
}
