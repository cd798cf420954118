package sluice.app.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Decoded;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.Payload;
import sluice.signaling.wire.Presence;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Role;
import sluice.signaling.wire.RoomName;
import sluice.signaling.wire.Token;
import sluice.signaling.wire.WireReader;
import sluice.signaling.wire.WireWriter;

/// Rooms with clients around them, in virtual time.
final class RelaySimulation {
  final RelayRooms rooms;
  private final SplittableRandom random;
  private final Map<Long, Client> clients = new HashMap<>();
  private long connections;
  private long nowNanos;

  RelaySimulation(RelayLimits limits, long seed) {
    this(limits, seed, IceOffers.NONE);
  }

  RelaySimulation(RelayLimits limits, long seed, IceOffers offers) {
    this(limits, seed, offers, Optional.empty());
  }

  RelaySimulation(
      RelayLimits limits, long seed, IceOffers offers, Optional<ForwardLimits> forward) {
    this.random = new SplittableRandom(seed);
    this.rooms = new RelayRooms(limits, random.split(), offers, forward);
  }

  /// A client at this address.
  Client connect(String address) {
    return connect(Visitor.inClear(SourceAddress.of(InetAddress.ofLiteral(address))));
  }

  Client connect(Visitor visitor) {
    Client client = new Client(connections++);
    clients.put(client.connection, client);
    rooms.connected(client.connection, visitor, nowNanos);
    drain();
    return client;
  }

  /// Lets time pass, with everything that is due in it.
  void pass(long amount, TimeUnit unit) {
    long endNanos = nowNanos + unit.toNanos(amount);
    while (rooms.deadlineNanos() <= endNanos) {
      nowNanos = Math.max(nowNanos, rooms.deadlineNanos());
      rooms.onTimeout(nowNanos);
      drain();
    }
    nowNanos = endNanos;
  }

  void shutdown() {
    rooms.shutdown(nowNanos);
    drain();
  }

  Token token() {
    return Token.random(random);
  }

  RoomName room() {
    byte[] bytes = new byte[RoomName.BYTES];
    random.nextBytes(bytes);
    return RoomName.of(bytes);
  }

  private void drain() {
    for (RelayAction action = rooms.poll(); action != null; action = rooms.poll()) {
      Client client = clients.get(action.connection());
      switch (action) {
        case RelayAction.Send(_, String text) -> client.heard.add(message(text));
        case RelayAction.Forward(_, ByteBuffer message) -> client.forwarded.add(message);
        case RelayAction.Ping _ -> client.pings++;
        case RelayAction.Close(_, int code, _) -> client.closeCode = code;
      }
    }
  }

  private static RelayMessage message(String text) {
    assertThat(WireReader.relayMessage(text)).isInstanceOf(Decoded.Valid.class);
    return ((Decoded.Valid<RelayMessage>) WireReader.relayMessage(text)).message();
  }

  /// One connection.
  final class Client {
    final long connection;
    final Queue<RelayMessage> heard = new ArrayDeque<>();
    final Queue<ByteBuffer> forwarded = new ArrayDeque<>();
    int pings;
    int closeCode;

    private Client(long connection) {
      this.connection = connection;
    }

    void say(ClientMessage message) {
      sayText(WireWriter.text(message));
    }

    void sayText(String text) {
      rooms.receive(connection, text, nowNanos);
      drain();
    }

    void forward(ByteBuffer message) {
      rooms.forward(connection, message, nowNanos);
      drain();
    }

    void pong() {
      rooms.heard(connection, nowNanos);
      drain();
    }

    void breakOff() {
      rooms.disconnected(connection, nowNanos);
      drain();
    }

    /// Takes seat A of a fresh nameplate.
    Nameplate allocate(Token token) {
      say(new ClientMessage.Allocate(1, token, null));
      return ((RelayMessage.SeatedAtNameplate) heard.remove()).nameplate();
    }

    void join(Token token, Nameplate nameplate) {
      say(new ClientMessage.Join(1, token, nameplate));
    }

    void enter(Token token, RoomName room, Role role) {
      say(new ClientMessage.Enter(1, token, room, role));
    }

    void send(String text) {
      say(new ClientMessage.Send(payload(text)));
    }

    void assertHeard(RelayMessage... messages) {
      assertThat(heard).containsExactly(messages);
      heard.clear();
    }

    void assertPeer(Presence presence) {
      assertHeard(new RelayMessage.PeerChanged(presence));
    }

    void assertRefused(RefusalReason reason) {
      assertThat(heard).hasSize(1);
      assertThat(((RelayMessage.Refused) heard.remove()).reason()).isEqualTo(reason);
      assertThat(closeCode).isEqualTo(reason.closeCode());
    }
  }

  static Payload payload(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
