package sluice.transport.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sluice.transport.sctp.Association;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.simulation.SimulatedLink;
import sluice.transport.simulation.Simulation;

/// One end with channels, driven in virtual time as the loop drives it. Keeps what it hears.
final class ChannelEnd implements ChannelHandler {
  private static final int BUFFER_BYTES = 65_536;

  /// A message that arrived.
  record Received(MessageKind kind, String content) {}

  final ChannelEngine engine;
  final Association association;
  final List<ChannelEvent> events = new ArrayList<>();
  final List<AssociationEvent> associationEvents = new ArrayList<>();
  final Map<Channel, List<Received>> received = new HashMap<>();
  final List<ByteBuffer> released = new ArrayList<>();
  long receivedBytes;
  boolean keepMessages = true;
  boolean resumeOffered = true;
  Runnable onMessage = () -> {};
  Runnable afterEach = () -> {};
  private final Simulation simulation;
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);
  private @Nullable SimulatedLink link;
  private long wakeNanos = Long.MAX_VALUE;

  ChannelEnd(
      Simulation simulation,
      ChannelLimits limits,
      AssociationOptions options,
      RandomGenerator random) {
    this.simulation = simulation;
    this.engine = new ChannelEngine(limits, this);
    this.association = new Association(options, random, engine);
  }

  void link(SimulatedLink outgoing) {
    link = outgoing;
  }

  void start(StreamParity parity, long peerMaxMessageBytes) {
    engine.start(association, parity, peerMaxMessageBytes);
    association.associate(simulation.nowNanos());
    crank();
  }

  Channel open(String label) {
    return open(ChannelSettings.reliable(label));
  }

  Channel open(ChannelSettings settings) {
    Channel channel = engine.open(settings);
    crank();
    return channel;
  }

  ChannelSendResult text(Channel channel, String message) {
    return send(channel, MessageKind.TEXT, ByteBuffer.wrap(message.getBytes(UTF_8)));
  }

  ChannelSendResult binary(Channel channel, byte[] message) {
    return send(channel, MessageKind.BINARY, ByteBuffer.wrap(message));
  }

  ChannelSendResult send(Channel channel, MessageKind kind, ByteBuffer message) {
    ChannelSendResult result = engine.send(channel, kind, message, simulation.nowNanos());
    crank();
    return result;
  }

  void close(Channel channel) {
    engine.close(channel);
    crank();
  }

  void resume(Channel channel) {
    engine.resume(channel, simulation.nowNanos());
    crank();
  }

  void receive(byte[] packet) {
    association.receive(ByteBuffer.wrap(packet), simulation.nowNanos());
    association.onBatchEnd(simulation.nowNanos());
    crank();
  }

  void crank() {
    long now = simulation.nowNanos();
    drainEvents(now);
    afterEach.run();
    engine.advance(now);
    out.clear();
    while (association.pollPacket(out, now)) {
      byte[] packet = Arrays.copyOf(out.array(), out.position());
      if (link != null) {
        link.send(packet);
      }
      out.clear();
    }
    drainEvents(now);
    long deadline = association.deadlineNanos();
    if (deadline != Long.MAX_VALUE && (deadline < wakeNanos || wakeNanos < now)) {
      wakeNanos = Math.max(deadline, now);
      long at = wakeNanos;
      simulation.at(at, () -> wake(at));
    }
  }

  private void drainEvents(long now) {
    AssociationEvent event = association.pollEvent();
    while (event != null) {
      associationEvents.add(event);
      engine.onEvent(event);
      event = association.pollEvent();
    }
    ChannelEvent told = engine.pollEvent();
    while (told != null) {
      events.add(told);
      if (resumeOffered && told instanceof ChannelEvent.Offered(Channel channel)) {
        engine.resume(channel, now);
      }
      told = engine.pollEvent();
    }
    engine.advance(now);
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
  public void onMessage(Channel channel, MessageKind kind, ByteBuffer payload, long nowNanos) {
    receivedBytes += payload.remaining();
    if (keepMessages) {
      received
          .computeIfAbsent(channel, _ -> new ArrayList<>())
          .add(new Received(kind, UTF_8.decode(payload).toString()));
    }
    onMessage.run();
  }

  @Override
  public void onReleased(Channel channel, ByteBuffer message) {
    released.add(message);
  }

  List<Received> received(Channel channel) {
    return received.getOrDefault(channel, List.of());
  }

  List<String> texts(Channel channel) {
    return received(channel).stream().map(Received::content).toList();
  }

  /// The channels that the peer opened, in their order.
  List<Channel> offered() {
    return all(ChannelEvent.Offered.class).stream().map(ChannelEvent::channel).toList();
  }

  Channel onlyOffered() {
    if (offered().size() != 1) {
      throw new AssertionError("offered: " + offered().size());
    }
    return offered().getFirst();
  }

  <T extends ChannelEvent> List<T> all(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  ChannelEvent.@Nullable Cause closed(Channel channel) {
    return all(ChannelEvent.Closed.class).stream()
        .filter(event -> event.channel() == channel)
        .map(ChannelEvent.Closed::cause)
        .findFirst()
        .orElse(null);
  }
}
