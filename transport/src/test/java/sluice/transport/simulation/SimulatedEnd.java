package sluice.transport.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.transport.sctp.Association;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.sctp.MessageHandler;
import sluice.transport.sctp.SendOptions;
import sluice.transport.sctp.SendResult;
import sluice.transport.sctp.packet.PadChunk;

/// Drives one association in virtual time: hands it what arrives, sends what it gives, wakes it at its deadline. Keeps
/// what it tells.
public final class SimulatedEnd implements MessageHandler {
  private static final int BUFFER_BYTES = 65_536;

  private final Simulation simulation;
  private final int name;
  private final Association association;
  private final List<AssociationEvent> events = new ArrayList<>();
  private final Queue<Message> messages = new ArrayDeque<>();
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);
  private final byte[] in = new byte[BUFFER_BYTES];
  private @Nullable SimulatedLink link;
  private long wakeNanos = Long.MAX_VALUE;
  private long receivedBytes;
  private long releasedMessages;
  private boolean keepMessages = true;
  private boolean retains;
  private Runnable afterEach = () -> {};

  /// A message that arrived.
  public record Message(
      int streamId, int payloadProtocolId, SendOptions.Ordering ordering, byte[] content) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Message(int s, int p, SendOptions.Ordering o, byte[] c)
          && s == streamId
          && p == payloadProtocolId
          && o == ordering
          && Arrays.equals(c, content);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(content);
    }
  }

  public SimulatedEnd(
      Simulation simulation, int name, AssociationOptions options, RandomGenerator random) {
    this.simulation = simulation;
    this.name = name;
    this.association = new Association(options, random, this);
  }

  public void link(SimulatedLink outgoing) {
    link = outgoing;
  }

  public Association association() {
    return association;
  }

  public List<AssociationEvent> events() {
    return events;
  }

  public Queue<Message> messages() {
    return messages;
  }

  public long receivedBytes() {
    return receivedBytes;
  }

  public long releasedMessages() {
    return releasedMessages;
  }

  /// Only counts bytes from now on.
  public void forgetMessages() {
    keepMessages = false;
  }

  /// Whether every message from now on stays with the application, and in the receive window.
  public void retainWhatArrives(boolean does) {
    retains = does;
  }

  /// Runs after each turn of the crank, as a producer that fills the send buffer.
  public void afterEach(Runnable action) {
    afterEach = action;
  }

  public boolean has(Class<? extends AssociationEvent> type) {
    return events.stream().anyMatch(type::isInstance);
  }

  public <T extends AssociationEvent> List<T> all(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public void associate() {
    association.associate(simulation.nowNanos());
    crank();
  }

  public SendResult send(int streamId, byte[] content) {
    return send(streamId, SendOptions.RELIABLE, content);
  }

  public SendResult send(int streamId, SendOptions options, byte[] content) {
    SendResult result =
        association.send(streamId, 53, options, ByteBuffer.wrap(content), simulation.nowNanos());
    crank();
    return result;
  }

  /// Hands a packet to the association as if it had arrived.
  public void receive(byte[] packet) {
    System.arraycopy(packet, 0, in, 0, packet.length);
    association.receive(ByteBuffer.wrap(in, 0, packet.length), simulation.nowNanos());
    association.onBatchEnd(simulation.nowNanos());
    crank();
  }

  /// Takes out what the association gives, and arranges to be woken.
  public void crank() {
    long now = simulation.nowNanos();
    afterEach.run();
    out.clear();
    while (association.pollPacket(out, now)) {
      byte[] packet = Arrays.copyOf(out.array(), out.position());
      simulation.trace(name, packet);
      if (link != null && packet.length > association.packetBytes() && probesNothing(packet)) {
        link.sendDivisible(packet);
      } else if (link != null) {
        link.send(packet);
      }
      out.clear();
    }
    AssociationEvent event = association.pollEvent();
    while (event != null) {
      events.add(event);
      event = association.pollEvent();
    }
    long deadline = association.deadlineNanos();
    if (deadline != Long.MAX_VALUE && (deadline < wakeNanos || wakeNanos < now)) {
      wakeNanos = Math.max(deadline, now);
      long at = wakeNanos;
      simulation.at(at, () -> wake(at));
    }
  }

  /// A probe is as large as it is to find out whether it passes.
  private static boolean probesNothing(byte[] packet) {
    return !Packets.has(packet, PadChunk.class);
  }

  private void wake(long at) {
    if (wakeNanos == at) {
      wakeNanos = Long.MAX_VALUE;
    }
    if (association.deadlineNanos() <= simulation.nowNanos()) {
      association.onTimeout(simulation.nowNanos());
    }
    crank();
  }

  @Override
  public void onMessage(
      int streamId,
      int payloadProtocolId,
      SendOptions.Ordering ordering,
      ByteBuffer payload,
      long nowNanos) {
    receivedBytes += payload.remaining();
    if (retains) {
      association.retain(payload.remaining());
    }
    if (keepMessages) {
      byte[] content = new byte[payload.remaining()];
      payload.get(content);
      messages.add(new Message(streamId, payloadProtocolId, ordering, content));
    }
  }

  @Override
  public void onMessageReleased(int streamId, ByteBuffer message) {
    releasedMessages++;
  }
}
