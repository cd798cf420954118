package sluice.transport.sctp.send;

import org.jspecify.annotations.Nullable;

/// One outgoing stream: its queue of messages that are not wholly fragmented yet, and its next SSN.
final class OutboundStream {
  final int id;
  @Nullable Message head;
  @Nullable Message tail;
  int nextSsn;
  long bufferedBytes;
  long lowThreshold;

  /// Linked into the scheduler's round.
  boolean scheduled;

  /// No new messages are taken: a reset waits or is under way.
  boolean resetting;

  @Nullable OutboundStream nextScheduled;

  OutboundStream(int id) {
    this.id = id;
  }

  void add(Message message) {
    Message last = tail;
    if (last == null) {
      head = message;
    } else {
      last.next = message;
    }
    tail = message;
  }

  Message removeHead() {
    Message message = head;
    if (message == null) {
      throw new IllegalStateException("nothing queued on stream " + id);
    }
    head = message.next;
    if (head == null) {
      tail = null;
    }
    message.next = null;
    return message;
  }
}
