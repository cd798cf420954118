package sluice.transport.turn;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An allocation and its server with a wire of 10 ms between them, in virtual time.
final class TurnEnd {
  static final TurnCredential ALICE = new TurnCredential("alice", "wonderland");
  static final InetSocketAddress PEER = ScriptedServer.address("192.0.2.33", 7_000);
  private static final long WIRE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private record Flight(long atNanos, long order, byte[] message, boolean toServer) {}

  final ScriptedServer server = new ScriptedServer();
  final TurnAllocation allocation;
  final List<TurnEvent> events = new ArrayList<>();
  final List<byte[]> received = new ArrayList<>();
  final List<InetSocketAddress> receivedFrom = new ArrayList<>();

  /// When each message left for the server, in milliseconds.
  final List<Long> sentMillis = new ArrayList<>();

  Predicate<byte[]> lostToServer = message -> false;
  Predicate<byte[]> lostToClient = message -> false;
  UnaryOperator<byte[]> onTheWayBack = message -> message;
  boolean serverDead;
  int unusedMessages;

  private final PriorityQueue<Flight> wire =
      new PriorityQueue<>(
          Comparator.comparingLong(Flight::atNanos).thenComparingLong(Flight::order));
  private long order;
  long nowNanos;

  TurnEnd() {
    this(TurnSettings.of(TurnSettings.Carrier.DATAGRAMS, TurnSettings.Families.BOTH), ALICE);
  }

  TurnEnd(TurnSettings settings, TurnCredential credential) {
    allocation = new TurnAllocation(settings, credential, new Random(4));
  }

  /// An end whose allocation stands.
  static TurnEnd allocated() {
    var end = new TurnEnd();
    end.allocation.allocate(0);
    end.runMillis(100);
    if (!end.allocation.allocated()) {
      throw new AssertionError(end.events);
    }
    return end;
  }

  void runSeconds(long seconds) {
    runMillis(1_000 * seconds);
  }

  void runMillis(long millis) {
    long until = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
    flush();
    while (true) {
      Flight next = wire.peek();
      long due = Math.max(nowNanos, allocation.deadlineNanos());
      if (next != null && next.atNanos <= Math.min(until, due)) {
        wire.poll();
        nowNanos = next.atNanos;
        arrive(next);
      } else if (due <= until) {
        nowNanos = due;
        allocation.onTimeout(nowNanos);
      } else {
        break;
      }
      flush();
    }
    nowNanos = until;
  }

  private void arrive(Flight flight) {
    if (!flight.toServer) {
      deliver(flight.message);
    } else if (!serverDead) {
      byte[] response = server.receive(flight.message, nowNanos);
      if (response != null && !lostToClient.test(response)) {
        fly(onTheWayBack.apply(response), false);
      }
    }
  }

  /// Gives the client a message as if the server had sent it.
  void deliver(byte[] message) {
    boolean used =
        allocation.receive(
            message,
            0,
            message.length,
            (peer, buffer, offset, length) -> {
              received.add(Arrays.copyOfRange(buffer, offset, offset + length));
              receivedFrom.add(peer);
            },
            nowNanos);
    if (!used) {
      unusedMessages++;
    }
  }

  private void fly(byte[] message, boolean toServer) {
    wire.add(new Flight(nowNanos + WIRE_NANOS, order++, message, toServer));
  }

  void flush() {
    for (byte[] message = allocation.pollMessage();
        message != null;
        message = allocation.pollMessage()) {
      sentMillis.add(TimeUnit.NANOSECONDS.toMillis(nowNanos));
      if (!lostToServer.test(message)) {
        fly(message, true);
      }
    }
    for (TurnEvent event = allocation.pollEvent(); event != null; event = allocation.pollEvent()) {
      events.add(event);
    }
  }

  /// Sends to the peer as a wire does: by channel where there is one, else by indication.
  void send(String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    int channel = allocation.channel(PEER, nowNanos);
    flush();
    if (channel == 0) {
      fly(allocation.indication(data, 0, data.length, PEER), true);
    } else {
      byte[] framed = new byte[ChannelData.HEADER_BYTES + data.length];
      ChannelData.write(framed, 0, channel, data.length);
      System.arraycopy(data, 0, framed, ChannelData.HEADER_BYTES, data.length);
      fly(framed, true);
    }
  }

  /// Lets a peer send through the relay.
  void peerSends(InetSocketAddress peer, String text) {
    byte[] message = server.fromPeer(peer, text.getBytes(StandardCharsets.UTF_8), nowNanos);
    if (message != null) {
      fly(message, false);
    }
  }

  List<String> receivedTexts() {
    return received.stream().map(each -> new String(each, StandardCharsets.UTF_8)).toList();
  }

  List<String> relayedTexts() {
    return server.relayedToPeers.stream()
        .map(each -> new String(each, StandardCharsets.UTF_8))
        .toList();
  }

  <T extends TurnEvent> List<T> events(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Nullable TurnFailure failure() {
    List<TurnEvent.Failed> failed = events(TurnEvent.Failed.class);
    return failed.isEmpty() ? null : failed.getFirst().failure();
  }
}
