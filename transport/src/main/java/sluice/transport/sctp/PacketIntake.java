package sluice.transport.sctp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import sluice.transport.sctp.packet.AbortChunk;
import sluice.transport.sctp.packet.ChecksumRule;
import sluice.transport.sctp.packet.Chunk;
import sluice.transport.sctp.packet.CookieAckChunk;
import sluice.transport.sctp.packet.CookieEchoChunk;
import sluice.transport.sctp.packet.DataChunk;
import sluice.transport.sctp.packet.ErrorCause;
import sluice.transport.sctp.packet.ErrorChunk;
import sluice.transport.sctp.packet.ForwardTsnChunk;
import sluice.transport.sctp.packet.HeartbeatAckChunk;
import sluice.transport.sctp.packet.HeartbeatChunk;
import sluice.transport.sctp.packet.IDataChunk;
import sluice.transport.sctp.packet.IForwardTsnChunk;
import sluice.transport.sctp.packet.InitAckChunk;
import sluice.transport.sctp.packet.InitChunk;
import sluice.transport.sctp.packet.InvalidStreamIdentifierCause;
import sluice.transport.sctp.packet.NoUserDataCause;
import sluice.transport.sctp.packet.PacketReader;
import sluice.transport.sctp.packet.PadChunk;
import sluice.transport.sctp.packet.Parsed;
import sluice.transport.sctp.packet.ProtocolViolationCause;
import sluice.transport.sctp.packet.ReConfigChunk;
import sluice.transport.sctp.packet.SackChunk;
import sluice.transport.sctp.packet.ShutdownAckChunk;
import sluice.transport.sctp.packet.ShutdownChunk;
import sluice.transport.sctp.packet.ShutdownCompleteChunk;
import sluice.transport.sctp.packet.StaleCookieCause;
import sluice.transport.sctp.packet.UnknownChunk;
import sluice.transport.sctp.packet.UnknownTypeRule;
import sluice.transport.sctp.packet.UnrecognizedChunkTypeCause;
import sluice.transport.sctp.packet.UserInitiatedAbortCause;
import sluice.transport.sctp.receive.DataReceiver;
import sluice.transport.sctp.send.DataSender;

/// Takes a packet apart and hands each chunk to its procedure. DATA and SACK are read where they lie; all others become
/// records.
final class PacketIntake {
  private static final int MAX_REPORTED_CHUNK_BYTES = 512;

  private final Tcb tcb;
  private final Procedures procedures;
  private final VerificationTags tags;
  private final PacketReader reader = new PacketReader();
  private final ByteBuffer syntheticSack = ByteBuffer.allocate(SackChunk.FIXED_BYTES);
  private long discarded;
  private long received;

  PacketIntake(Tcb tcb, Procedures procedures) {
    this.tcb = tcb;
    this.procedures = procedures;
    this.tags = new VerificationTags(tcb);
  }

  long discarded() {
    return discarded;
  }

  long received() {
    return received;
  }

  void receive(ByteBuffer packet, long nowNanos) {
    received++;
    ChecksumRule rule =
        tcb.options.zeroChecksum() == AssociationOptions.ZeroChecksum.OFFERED
            ? ChecksumRule.ZERO_ACCEPTABLE
            : ChecksumRule.CRC32C;
    if (reader.open(packet, rule) != null
        || reader.sourcePort() != tcb.options.remotePort()
        || reader.destinationPort() != tcb.options.localPort()
        || !reader.next()) {
      discarded++;
      return;
    }
    if (!belongs(nowNanos)) {
      discarded++;
      return;
    }
    do {
      if (!handle(nowNanos)) {
        break;
      }
    } while (!tcb.ended && reader.next());
    DataReceiver receiver = tcb.receiver;
    if (receiver != null && !tcb.ended) {
      receiver.onPacketEnd(nowNanos);
    }
  }

  /// RFC 9260, section 8.5: by the first chunk and the tag.
  private boolean belongs(long nowNanos) {
    return switch (tags.judge(reader)) {
      case OURS -> {
        procedures.heartbeat().onPacket(nowNanos);
        yield true;
      }
      // The cookie decides; it is handled here since it may create the association.
      case BY_COOKIE -> {
        boolean taken = onCookieEcho(nowNanos);
        if (taken) {
          procedures.heartbeat().onPacket(nowNanos);
        }
        yield taken;
      }
      case DISCARD -> false;
    };
  }

  private boolean onCookieEcho(long nowNanos) {
    if (!(reader.chunk() instanceof Parsed.Value<? extends Chunk>(CookieEchoChunk echo))) {
      return false;
    }
    DataReceiver before = tcb.receiver;
    DataSender senderBefore = tcb.sender;
    AssociationState stateBefore = tcb.state;
    boolean taken =
        procedures.cookies().onCookieEcho(echo.cookie(), reader.verificationTag(), nowNanos);
    if (tcb.sender != senderBefore) {
      procedures.outgoing().forget();
    }
    if (tcb.receiver != before) {
      procedures.begun();
    }
    // Where both ends sent INIT, the receiver is there since the INIT ACK, and yet only now it
    // stands.
    if (tcb.receiver != before || tcb.state != stateBefore) {
      procedures.pathMtu().begin(nowNanos);
    }
    return taken;
  }

  /// @return whether to go on with the packet's next chunk
  private boolean handle(long nowNanos) {
    int type = reader.type();
    if (type == DataChunk.TYPE) {
      return onData(nowNanos);
    }
    if (type == SackChunk.TYPE) {
      onSack(reader.buffer(), reader.offset(), nowNanos);
      return true;
    }
    if (type == CookieEchoChunk.TYPE && reader.isFirst()) {
      return true;
    }
    return switch (reader.chunk()) {
      case Parsed.Value<? extends Chunk>(Chunk chunk) -> handle(chunk, nowNanos);
      case Parsed.Malformed<? extends Chunk> malformed -> false;
    };
  }

  private boolean onData(long nowNanos) {
    DataReceiver receiver = tcb.receiver;
    boolean takes =
        switch (tcb.state) {
          case ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_SENT -> true;
          case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, SHUTDOWN_RECEIVED, SHUTDOWN_ACK_SENT -> false;
        };
    if (receiver == null || !takes) {
      return true;
    }
    ByteBuffer packet = reader.buffer();
    int at = reader.offset();
    switch (receiver.onData(packet, at)) {
      case TAKEN, DUPLICATE, NO_ROOM -> {}
      case NO_SUCH_STREAM ->
          tcb.control(
              new ErrorChunk(
                  List.of(new InvalidStreamIdentifierCause(DataChunk.streamId(packet, at)))));
      case NO_USER_DATA ->
          tcb.abortFor(new NoUserDataCause(DataChunk.tsn(packet, at)), "DATA without user data");
      case MESSAGE_TOO_LONG -> violation("message longer than our limit");
      case INCONSISTENT_FRAGMENTS -> violation("fragments contradict each other");
    }
    procedures.shutdown().onData(nowNanos);
    return true;
  }

  private void violation(String what) {
    tcb.abortFor(new ProtocolViolationCause(Association.words(what)), what);
  }

  private void onSack(ByteBuffer buffer, int at, long nowNanos) {
    switch (tcb.state) {
      case ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED ->
          tcb.sender.onSack(buffer, at, nowNanos);
      case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, SHUTDOWN_ACK_SENT -> {}
    }
  }

  private boolean handle(Chunk chunk, long nowNanos) {
    switch (chunk) {
      case InitChunk init -> procedures.handshake().onInit(init, nowNanos);
      case InitAckChunk ack -> {
        DataReceiver before = tcb.receiver;
        procedures.handshake().onInitAck(ack, nowNanos);
        if (tcb.receiver != before) {
          procedures.begun();
        }
      }
      case CookieEchoChunk echo -> {}
      case CookieAckChunk ack -> {
        AssociationState before = tcb.state;
        procedures.cookies().onCookieAck();
        if (before != tcb.state) {
          procedures.pathMtu().begin(nowNanos);
        }
      }
      case HeartbeatChunk heartbeat -> procedures.heartbeat().onHeartbeat(heartbeat);
      case HeartbeatAckChunk ack -> {
        procedures.heartbeat().onHeartbeatAck(ack.info().info(), nowNanos);
        procedures.pathMtu().onHeartbeatAck(ack.info().info());
      }
      case AbortChunk abort -> onAbort(abort);
      case ErrorChunk error -> onError(error, nowNanos);
      case ShutdownChunk shutdown -> {
        acknowledgeUpTo(shutdown.cumulativeTsnAck(), nowNanos);
        procedures.shutdown().onShutdown(nowNanos);
      }
      case ShutdownAckChunk ack -> procedures.shutdown().onShutdownAck();
      case ShutdownCompleteChunk complete -> procedures.shutdown().onShutdownComplete();
      case ReConfigChunk reConfig ->
          ifStanding(r -> procedures.incoming().onReConfig(reConfig, nowNanos));
      case ForwardTsnChunk forward -> ifStanding(receiver -> receiver.onForwardTsn(forward));
      case PadChunk pad -> {}
      case IDataChunk data -> {
        return onUnknown(chunk, IDataChunk.TYPE);
      }
      case IForwardTsnChunk forward -> {
        return onUnknown(chunk, IForwardTsnChunk.TYPE);
      }
      case UnknownChunk unknown -> {
        return onUnknown(chunk, unknown.type());
      }
      case DataChunk data -> throw new IllegalStateException("DATA is read in place");
      case SackChunk sack -> throw new IllegalStateException("SACK is read in place");
    }
    return true;
  }

  private void ifStanding(Consumer<DataReceiver> action) {
    DataReceiver receiver = tcb.receiver;
    if (receiver == null) {
      return;
    }
    switch (tcb.state) {
      case ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED ->
          action.accept(receiver);
      case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, SHUTDOWN_ACK_SENT -> {}
    }
  }

  /// SHUTDOWN's Cumulative TSN Ack counts as a SACK's (RFC 9260, section 9.2).
  private void acknowledgeUpTo(int cumulativeTsn, long nowNanos) {
    syntheticSack.clear();
    SackChunk.writeFixed(syntheticSack, cumulativeTsn, tcb.sender.peerWindowBytes(), 0, 0);
    onSack(syntheticSack, 0, nowNanos);
  }

  private void onAbort(AbortChunk abort) {
    if (tcb.state == AssociationState.SHUTDOWN_ACK_SENT && abort.tagReflected()) {
      // The peer has ended, and its SHUTDOWN COMPLETE was lost: both sides' data had been
      // acknowledged.
      tcb.end(new AssociationEvent.ShutdownComplete());
      return;
    }
    String detail =
        abort.causes().isEmpty() ? "no cause given" : describe(abort.causes().getFirst());
    tcb.end(new AssociationEvent.Aborted(AbortReason.BY_PEER, detail));
  }

  private static String describe(ErrorCause cause) {
    return switch (cause) {
      case UserInitiatedAbortCause(ByteBuffer reason) -> printable(reason);
      case ProtocolViolationCause(ByteBuffer information) ->
          "protocol violation: " + printable(information);
      default -> cause.getClass().getSimpleName();
    };
  }

  /// The peer's words, for people: a limited number of printable ASCII characters.
  private static String printable(ByteBuffer text) {
    StringBuilder shown = new StringBuilder();
    while (text.hasRemaining() && shown.length() < Association.MAX_REASON_CHARACTERS) {
      int character = text.get();
      shown.append(character >= ' ' && character <= '~' ? (char) character : '?');
    }
    return shown.toString();
  }

  private void onError(ErrorChunk error, long nowNanos) {
    for (ErrorCause cause : error.causes()) {
      if (cause instanceof StaleCookieCause) {
        procedures.handshake().onStaleCookie(nowNanos);
      }
    }
  }

  /// RFC 9260, section 3.2: the type's two highest bits say what to do.
  private boolean onUnknown(Chunk chunk, int type) {
    UnknownTypeRule rule = UnknownTypeRule.ofChunkType(type);
    if (rule.reports() && tcb.state != AssociationState.CLOSED) {
      ByteBuffer whole = ByteBuffer.allocate(chunk.paddedBytes());
      chunk.writeTo(whole);
      whole.flip().limit(Math.min(whole.limit(), MAX_REPORTED_CHUNK_BYTES));
      tcb.control(new ErrorChunk(List.of(new UnrecognizedChunkTypeCause(whole))));
    }
    return !rule.stops();
  }
}
