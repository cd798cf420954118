package sluice.transport.sctp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.transport.sctp.packet.AbortChunk;
import sluice.transport.sctp.packet.Chunk;
import sluice.transport.sctp.packet.ErrorCause;
import sluice.transport.sctp.receive.DataReceiver;
import sluice.transport.sctp.send.DataSender;
import sluice.transport.sctp.send.ReleaseSink;
import sluice.transport.sctp.send.SendSettings;

/// The Transmission Control Block of RFC 9260: what the procedures of one association share.
final class Tcb implements ReleaseSink {
  /// Control chunks that wait for a packet, and packets that wait to go to somebody who is not our peer yet: more than
  /// that, and a hostile peer makes us answer more than we send.
  static final int MAX_QUEUED = 32;

  final AssociationOptions options;
  final RandomGenerator random;
  final MessageHandler messages;
  final ArrayDeque<AssociationEvent> events = new ArrayDeque<>();
  final ArrayDeque<Chunk> control = new ArrayDeque<>();
  final ArrayDeque<Reply> replies = new ArrayDeque<>();

  AssociationState state = AssociationState.CLOSED;
  boolean ended;
  int localTag;
  int localInitialTsn;
  int peerTag;
  int peerInitialTsn;
  Capabilities peer = Capabilities.NONE;
  int outboundStreams;
  int inboundStreams;
  int packetBytes;
  DataSender sender;
  @Nullable DataReceiver receiver;
  long nowNanos;

  /// A packet outside of the association: INIT ACK, SHUTDOWN COMPLETE, ABORT.
  record Reply(int verificationTag, Chunk chunk) {}

  Tcb(AssociationOptions options, RandomGenerator random, MessageHandler messages) {
    this.options = options;
    this.random = random;
    this.messages = messages;
    this.packetBytes = options.initialPacketBytes();
    this.localTag = newTag();
    this.localInitialTsn = random.nextInt();
    this.sender = newSender();
  }

  /// RFC 9260, section 5.3.1: "Initiate Tag values SHOULD be selected from the range of 1 to 2^32 - 1".
  int newTag() {
    int tag = random.nextInt();
    return tag == 0 ? 1 : tag;
  }

  private DataSender newSender() {
    return new DataSender(
        new SendSettings(
            localInitialTsn,
            packetBytes,
            options.sendBufferBytes(),
            options.retransmission().initialNanos(),
            options.retransmission().minNanos(),
            options.retransmission().maxNanos(),
            options.congestion()),
        this);
  }

  int initialWindowBytes() {
    return DataReceiver.initialWindowBytes(
        options.receiveWindowBytes(), options.maxReceiveMessageBytes());
  }

  /// The peer's part of the handshake is known: what moves data is set up.
  void adopt(StateCookie agreed) {
    peerTag = agreed.peerTag();
    peerInitialTsn = agreed.peerInitialTsn();
    peer = agreed.peer();
    outboundStreams = agreed.outboundStreams();
    inboundStreams = agreed.inboundStreams();
    // What the application keeps it keeps across a restart, and will let go of one day.
    long retainedBytes = receiver == null ? 0 : receiver.retainedBytes();
    receiver =
        new DataReceiver(
            peerInitialTsn,
            inboundStreams,
            options.receiveWindowBytes(),
            options.maxReceiveMessageBytes(),
            options.sackDelayNanos(),
            this::deliver);
    receiver.retain(retainedBytes);
    if (peer.has(Capabilities.Feature.SLUICE)) {
      receiver.acknowledgeEachBatch();
    }
    sender.open(
        agreed.peerWindowBytes(), outboundStreams, peer.has(Capabilities.Feature.FORWARD_TSN));
  }

  /// RFC 9260, section 5.2.4, action A: the peer began anew, and so do we, under the tags of the cookie.
  void restart(StateCookie agreed) {
    sender.close();
    localTag = agreed.localTag();
    localInitialTsn = agreed.localInitialTsn();
    sender = newSender();
    control.clear();
    adopt(agreed);
    events.add(new AssociationEvent.Restarted());
  }

  /// Ends the association with its last event.
  void end(AssociationEvent last) {
    if (ended) {
      return;
    }
    ended = true;
    state = AssociationState.CLOSED;
    control.clear();
    sender.close();
    events.add(last);
  }

  /// The peer broke the protocol: it is told why, and the association ends.
  void abortFor(ErrorCause cause, String detail) {
    reply(peerTag, new AbortChunk(false, List.of(cause)));
    end(new AssociationEvent.Aborted(AbortReason.PROTOCOL_VIOLATION, detail));
  }

  void reply(int verificationTag, Chunk chunk) {
    if (replies.size() < MAX_QUEUED) {
      replies.add(new Reply(verificationTag, chunk));
    }
  }

  void control(Chunk chunk) {
    if (control.size() < MAX_QUEUED) {
      control.add(chunk);
    }
  }

  private void deliver(int streamId, int payloadProtocolId, boolean unordered, ByteBuffer payload) {
    messages.onMessage(
        streamId,
        payloadProtocolId,
        unordered ? SendOptions.Ordering.UNORDERED : SendOptions.Ordering.ORDERED,
        payload,
        nowNanos);
  }

  @Override
  public void released(int streamId, ByteBuffer message) {
    messages.onMessageReleased(streamId, message);
  }

  @Override
  public void bufferedLow(int streamId) {
    if (!ended) {
      events.add(new AssociationEvent.BufferedAmountLow(streamId));
    }
  }
}
