package sluice.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import sluice.transport.channel.Channel;
import sluice.transport.channel.ChannelEngine;
import sluice.transport.channel.ChannelEvent;
import sluice.transport.channel.ChannelHandler;
import sluice.transport.channel.ChannelLimits;
import sluice.transport.channel.ChannelSettings;
import sluice.transport.channel.MessageKind;
import sluice.transport.channel.Reliability;
import sluice.transport.channel.StreamParity;
import sluice.transport.sctp.Association;
import sluice.transport.sctp.AssociationEvent;
import sluice.transport.sctp.AssociationOptions;
import sluice.transport.sctp.SendOptions;

/// Channels over an association in virtual time, without a network in between. Every channel that is
/// offered is listened to.
final class ChannelEnd implements ChannelHandler {
  private static final int PACKET_BYTES = 16_384;

  final ChannelEngine engine = new ChannelEngine(ChannelLimits.DEFAULT, this);
  final Association association;
  final List<AssociationEvent> events = new ArrayList<>();
  final List<Channel> offered = new ArrayList<>();
  long receivedMessages;
  long receivedBytes;
  long nowNanos;
  private final ByteBuffer packet = ByteBuffer.allocate(PACKET_BYTES);

  ChannelEnd(StreamParity parity, RandomGenerator random) {
    association = new Association(AssociationOptions.DEFAULT, random, engine);
    engine.start(association, parity, 65_536);
  }

  /// All that this end has to send now.
  List<byte[]> crank(long now) {
    nowNanos = now;
    if (association.deadlineNanos() <= now) {
      association.onTimeout(now);
    }
    List<byte[]> packets = new ArrayList<>();
    boolean more = true;
    while (more) {
      drainEvents(now);
      engine.advance(now);
      packet.clear();
      more = association.pollPacket(packet, now);
      if (more) {
        packets.add(Arrays.copyOf(packet.array(), packet.position()));
      }
    }
    return packets;
  }

  private void drainEvents(long now) {
    for (AssociationEvent e = association.pollEvent(); e != null; e = association.pollEvent()) {
      engine.onEvent(e);
      events.add(e);
    }
    for (ChannelEvent e = engine.pollEvent(); e != null; e = engine.pollEvent()) {
      if (e instanceof ChannelEvent.Offered(Channel channel)) {
        offered.add(channel);
        engine.resume(channel, now);
      } else if (e instanceof ChannelEvent.Closed(Channel channel, ChannelEvent.Cause _)) {
        offered.remove(channel);
      }
    }
  }

  void receive(byte[] received, long now) {
    nowNanos = now;
    association.receive(ByteBuffer.wrap(received), now);
    association.onBatchEnd(now);
  }

  /// A little of everything, so that each kind of chunk is on the way.
  void talk(RandomGenerator random, long now) {
    SendOptions.Ordering ordering =
        random.nextBoolean() ? SendOptions.Ordering.ORDERED : SendOptions.Ordering.UNORDERED;
    Reliability reliability =
        switch (random.nextInt(3)) {
          case 0 -> new Reliability.Reliable();
          case 1 -> new Reliability.MaxRetransmits(0);
          default -> new Reliability.MaxLifetime(1);
        };
    Channel channel = engine.open(new ChannelSettings("label", "protocol", ordering, reliability));
    for (int i = random.nextInt(8); i >= 0; i--) {
      MessageKind kind = random.nextBoolean() ? MessageKind.TEXT : MessageKind.BINARY;
      engine.send(channel, kind, ByteBuffer.allocate(random.nextInt(5_000)), now);
    }
    if (random.nextBoolean()) {
      engine.close(channel);
    }
  }

  boolean isEstablished() {
    return events.stream().anyMatch(AssociationEvent.Established.class::isInstance);
  }

  boolean hasEnded() {
    return events.stream()
        .anyMatch(
            e ->
                e instanceof AssociationEvent.Aborted
                    || e instanceof AssociationEvent.ShutdownComplete);
  }

  @Override
  public void onMessage(Channel channel, MessageKind kind, ByteBuffer payload, long now) {
    receivedMessages++;
    receivedBytes += payload.remaining();
  }

  @Override
  public void onReleased(Channel channel, ByteBuffer message) {}
}
