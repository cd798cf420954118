package sluice.transport.loop;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.turn.ChannelData;
import sluice.transport.turn.FrameReader;
import sluice.transport.turn.TurnAllocation;
import sluice.transport.turn.TurnCredential;
import sluice.transport.turn.TurnEvent;
import sluice.transport.turn.TurnFailure;
import sluice.transport.turn.TurnSettings;
import sluice.transport.udp.UdpPort;

/// One allocation, on the line that leads to its server: data in and out, and what the engine has to say.
final class TurnLink {
  /// The longest run of datagrams to a relay, or through one: coturn's sockets have buffers of 64 KiB, and a run arrives
  /// at once.
  static final int MAX_RUN_BYTES = 16_384;

  private static final int MAX_FRAMED_BYTES = 2 * 65_536;

  /// Hears of the allocation.
  interface Owner {
    void onUp(TurnLink link);

    /// Nothing follows.
    void onDown(TurnLink link, TurnFailure failure);

    /// It works, but will not for long: the server refuses our credential.
    void onOutdated(TurnLink link);

    /// Another server is to be asked in its place. Nothing follows.
    void onRedirected(TurnLink link, InetSocketAddress server, @Nullable String domain);
  }

  private final Owner owner;
  private final String server;
  private final InetSocketAddress address;
  private final TurnLine line;
  private final TurnAllocation allocation;
  private final TurnCredential credential;
  private final RelayReceiver receiver;
  private final LongSupplier clock;
  private final FrameReader frames = new FrameReader();
  private final List<RelayedWire> wires = new ArrayList<>();
  private final byte[] framed = new byte[MAX_FRAMED_BYTES];
  private boolean over;

  /// @param server its URI
  /// @param address the server's; unresolved behind a proxy
  TurnLink(
      Owner owner,
      String server,
      InetSocketAddress address,
      TurnLine line,
      TurnCredential credential,
      Random random,
      RelayReceiver receiver,
      LongSupplier clock) {
    this.owner = owner;
    this.server = server;
    this.address = address;
    this.line = line;
    this.credential = credential;
    this.receiver = receiver;
    this.clock = clock;
    TurnSettings settings = TurnSettings.of(line.carrier(), TurnSettings.Families.BOTH);
    allocation = new TurnAllocation(settings, credential, random);
  }

  String server() {
    return server;
  }

  InetSocketAddress address() {
    return address;
  }

  List<RelayedWire> wires() {
    return wires;
  }

  /// What it was allocated with.
  TurnCredential credential() {
    return credential;
  }

  boolean up() {
    return !wires.isEmpty();
  }

  /// The line stands: asks for the allocation.
  void begin() {
    if (!over) {
      allocation.allocate(clock.getAsLong());
      settle();
    }
  }

  void renew(TurnCredential credential) {
    allocation.renew(credential);
  }

  /// The path through it is in doubt.
  void probe() {
    allocation.probe(clock.getAsLong());
    settle();
  }

  /// The line broke.
  void broken() {
    fail(new TurnFailure.Unanswered());
  }

  private void fail(TurnFailure failure) {
    if (!over) {
      over = true;
      line.close();
      owner.onDown(this, failure);
    }
  }

  void close() {
    if (!over) {
      over = true;
      allocation.close(clock.getAsLong());
      transmit();
      line.close();
    }
  }

  // Out.

  void permit(InetSocketAddress peer) {
    allocation.permit(peer, clock.getAsLong());
    settle();
  }

  /// Sends a check: not worth a channel.
  void check(byte[] message, InetSocketAddress to) {
    if (over) {
      return;
    }
    long now = clock.getAsLong();
    int channel = allocation.boundChannel(to, now);
    if (channel == 0) {
      allocation.permit(to, now);
      settle();
      indicate(message, 0, message.length, to);
    } else {
      frame(message, 0, message.length, message.length, channel);
    }
  }

  /// As {@link UdpPort#send}.
  int send(byte[] buffer, int offset, int lengthBytes, int segmentBytes, InetSocketAddress to) {
    if (over) {
      return lengthBytes; // Lost, like all that is on its way.
    }
    int channel = allocation.channel(to, clock.getAsLong());
    settle();
    if (channel != 0) {
      return frame(buffer, offset, lengthBytes, segmentBytes, channel);
    }
    for (int at = 0; at < lengthBytes; at += segmentBytes) {
      indicate(buffer, offset + at, Math.min(segmentBytes, lengthBytes - at), to);
    }
    return lengthBytes;
  }

  /// As {@link UdpPort#sendDivisible}: a packet cut for a path that carried more must get through this one too, with what
  /// TURN puts around it.
  int sendDivisible(byte[] buffer, int offset, int lengthBytes, InetSocketAddress to) {
    if (over) {
      return lengthBytes;
    }
    int channel = allocation.channel(to, clock.getAsLong());
    settle();
    if (channel == 0) {
      byte[] message = allocation.indication(buffer, offset, lengthBytes, to);
      line.sendDivisible(message, 0, message.length);
      return lengthBytes;
    }
    ChannelData.write(framed, 0, channel, lengthBytes);
    System.arraycopy(buffer, offset, framed, ChannelData.HEADER_BYTES, lengthBytes);
    return line.sendDivisible(framed, 0, framedBytes(lengthBytes)) > 0 ? lengthBytes : 0;
  }

  UdpPort.Refusal refusal() {
    return line.refusal();
  }

  private void indicate(byte[] buffer, int offset, int length, InetSocketAddress to) {
    byte[] message = allocation.indication(buffer, offset, length, to);
    line.send(message, 0, message.length, message.length);
  }

  private int frame(byte[] buffer, int offset, int lengthBytes, int segmentBytes, int channel) {
    int framedSegment = framedBytes(segmentBytes);
    int end = 0;
    for (int at = 0; at < lengthBytes; at += segmentBytes) {
      int size = Math.min(segmentBytes, lengthBytes - at);
      ChannelData.write(framed, end, channel, size);
      System.arraycopy(buffer, offset + at, framed, end + ChannelData.HEADER_BYTES, size);
      end += framedBytes(size);
    }
    int taken = line.send(framed, 0, end, framedSegment);
    return taken == end ? lengthBytes : taken / framedSegment * segmentBytes;
  }

  private int framedBytes(int size) {
    int whole = ChannelData.HEADER_BYTES + size;
    return switch (line.carrier()) {
      case DATAGRAMS -> whole;
      case STREAM -> ChannelData.padded(whole);
    };
  }

  // In.

  /// Takes a piece of the stream.
  void receiveStream(byte[] bytes, int length) {
    boolean fine = frames.receive(bytes, 0, length, this::receiveMessage);
    settle();
    if (!fine) {
      fail(new TurnFailure.Malformed("a stream that is not TURN"));
    }
  }

  /// Takes datagrams of the server that lie one behind the other.
  void receive(byte[] buffer, int offset, int lengthBytes, int segmentBytes) {
    for (int at = 0; at < lengthBytes; at += segmentBytes) {
      receiveMessage(buffer, offset + at, Math.min(segmentBytes, lengthBytes - at));
    }
    settle();
  }

  private void receiveMessage(byte[] message, int offset, int length) {
    if (!over) {
      allocation.receive(message, offset, length, this::deliver, clock.getAsLong());
    }
  }

  private void deliver(InetSocketAddress peer, byte[] buffer, int offset, int length) {
    for (RelayedWire wire : wires) {
      int family = wire.local().getAddress().getAddress().length;
      if (family == peer.getAddress().getAddress().length) {
        receiver.onDatagram(wire, buffer, offset, length, peer);
        return;
      }
    }
  }

  // The crank.

  long deadlineNanos() {
    return over ? Long.MAX_VALUE : allocation.deadlineNanos();
  }

  void onTimeout(long now) {
    if (!over && allocation.deadlineNanos() <= now) {
      allocation.onTimeout(now);
      settle();
    }
  }

  private void settle() {
    transmit();
    for (TurnEvent event = allocation.pollEvent();
        event != null && !over;
        event = allocation.pollEvent()) {
      on(event);
    }
  }

  private void transmit() {
    for (byte[] message = allocation.pollMessage();
        message != null;
        message = allocation.pollMessage()) {
      line.send(message, 0, message.length, message.length);
    }
  }

  private void on(TurnEvent event) {
    switch (event) {
      case TurnEvent.Allocated allocated -> {
        allocated.relayed().forEach(each -> wires.add(new RelayedWire(this, each)));
        owner.onUp(this);
      }
      case TurnEvent.Refreshed refreshed -> {}
      case TurnEvent.PeerRefused refused -> {}
      case TurnEvent.CredentialOutdated outdated -> owner.onOutdated(this);
      case TurnEvent.Redirected redirected -> {
        over = true;
        line.close();
        owner.onRedirected(this, redirected.server(), redirected.domain());
      }
      case TurnEvent.Failed failed -> fail(failed.failure());
    }
  }
}
