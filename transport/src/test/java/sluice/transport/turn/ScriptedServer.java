package sluice.transport.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;

/// A TURN server in virtual time that keeps to RFC 8656, and departs from it where a test says so. It writes its
/// messages with the codec of the program, whose own proof are the vectors in `StunMessageTest`.
public final class ScriptedServer {
  static final InetSocketAddress RELAYED = address("198.51.100.7", 50_000);
  static final InetSocketAddress RELAYED_IPV6 = address("2001:db8::7", 50_001);
  static final InetSocketAddress MAPPED = address("203.0.113.9", 4_242);

  public final Map<String, String> users = new HashMap<>(Map.of("alice", "wonderland"));
  String realm = "example.org";
  String nonce = "nonce-1";
  boolean ipv4 = true;
  boolean ipv6 = true;
  boolean sealing = true;
  public long allocationSeconds = 600;
  long permissionSeconds = 300;
  long channelSeconds = 600;

  /// What each kind of request is refused with next, before anything else is looked at.
  final Map<Integer, Deque<Integer>> refusals = new HashMap<>();

  public @Nullable InetSocketAddress alternate;

  /// Everything that was understood, in its order.
  final List<StunMessage> requests = new ArrayList<>();

  final List<byte[]> relayedToPeers = new ArrayList<>();
  int refusedForPermission;

  private final Map<StunMessage.TransactionId, byte[]> answers = new HashMap<>();
  private @Nullable String owner;
  private long expiryNanos;
  private final Map<InetAddress, Long> permissions = new HashMap<>();
  private final Map<Integer, InetSocketAddress> channels = new LinkedHashMap<>();
  private final Map<Integer, Long> channelExpiries = new HashMap<>();

  static InetSocketAddress address(String ip, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
  }

  void refuseNext(int type, Integer... codes) {
    refusals.computeIfAbsent(type, key -> new ArrayDeque<>()).addAll(List.of(codes));
  }

  /// Forgets everything, as a restart does.
  public void restart() {
    nonce = nonce + "-restarted";
    owner = null;
    permissions.clear();
    channels.clear();
  }

  /// Holds no allocation longer than until it is to be refreshed.
  public void refuseRefreshes() {
    refuseNext(TurnRequest.REFRESH, Collections.nCopies(200, 437).toArray(Integer[]::new));
  }

  public long allocateRequests() {
    return count(TurnRequest.ALLOCATE);
  }

  /// Whether this user holds the allocation.
  public boolean serves(String user) {
    return user.equals(owner);
  }

  boolean holds(long nowNanos) {
    return owner != null && nowNanos < expiryNanos;
  }

  long count(int type) {
    return requests.stream().filter(each -> each.type() == type).count();
  }

  /// Takes one message of the client.
  ///
  /// @return the response, if there is one
  public byte @Nullable [] receive(byte[] message, long nowNanos) {
    if (ChannelData.is(message[0])) {
      InetSocketAddress peer = channels.get(ChannelData.channel(message, 0));
      relay(peer, Arrays.copyOfRange(message, 4, 4 + ChannelData.length(message, 0)), nowNanos);
      return null;
    }
    StunMessage request = StunMessage.parse(message, 0, message.length, 65_600).orElseThrow();
    requests.add(request);
    if (request.type() == TurnRequest.SEND_INDICATION) {
      relay(
          request.xorAddress(TurnRequest.XOR_PEER_ADDRESS),
          request.value(TurnRequest.DATA),
          nowNanos);
      return null;
    }
    if (request.type() == TurnRequest.BINDING_INDICATION) {
      return null;
    }
    // RFC 8656, section 7.2: a request that was repeated gets the answer again.
    byte[] again = answers.get(request.transaction());
    byte[] answer = again == null ? answer(request, nowNanos) : again;
    answers.put(request.transaction(), answer);
    return answer;
  }

  private void relay(@Nullable InetSocketAddress peer, byte @Nullable [] data, long nowNanos) {
    if (peer == null || data == null || !permits(peer, nowNanos)) {
      refusedForPermission++;
    } else {
      relayedToPeers.add(data);
    }
  }

  private boolean permits(InetSocketAddress peer, long nowNanos) {
    return holds(nowNanos) && permissions.getOrDefault(peer.getAddress(), 0L) > nowNanos;
  }

  /// What a peer sent to the relayed address, as the client gets it: null where there is no permission.
  byte @Nullable [] fromPeer(InetSocketAddress peer, byte[] data, long nowNanos) {
    if (!permits(peer, nowNanos)) {
      refusedForPermission++;
      return null;
    }
    for (Map.Entry<Integer, InetSocketAddress> each : channels.entrySet()) {
      if (each.getValue().equals(peer) && channelExpiries.get(each.getKey()) > nowNanos) {
        byte[] framed = new byte[4 + data.length];
        ChannelData.write(framed, 0, each.getKey(), data.length);
        System.arraycopy(data, 0, framed, 4, data.length);
        return framed;
      }
    }
    return indication(peer, data);
  }

  static byte[] indication(InetSocketAddress peer, byte[] data) {
    return new StunMessage.Writer(
            TurnRequest.DATA_INDICATION, new StunMessage.TransactionId(7, 7), data.length + 64)
        .xorAddress(TurnRequest.XOR_PEER_ADDRESS, peer)
        .add(TurnRequest.DATA, data)
        .finish();
  }

  private byte[] answer(StunMessage request, long nowNanos) {
    Deque<Integer> forced = refusals.get(request.type());
    String user = request.username();
    boolean known = user != null && users.containsKey(user) && request.authentic(key(user));
    if (!known) {
      return error(request, 401, null);
    }
    if (!nonce.equals(request.text(TurnRequest.NONCE))) {
      return error(request, 438, null);
    }
    if (forced != null && !forced.isEmpty()) {
      return error(request, forced.poll(), user);
    }
    if (alternate != null) {
      return error(request, 300, user);
    }
    return switch (request.type()) {
      case TurnRequest.ALLOCATE -> allocate(request, user, nowNanos);
      case TurnRequest.REFRESH -> refresh(request, user, nowNanos);
      case TurnRequest.CREATE_PERMISSION -> permit(request, user, nowNanos);
      case TurnRequest.CHANNEL_BIND -> bind(request, user, nowNanos);
      default -> throw new AssertionError("a request of type " + request.type());
    };
  }

  private byte[] allocate(StunMessage request, String user, long nowNanos) {
    if (holds(nowNanos)) {
      return error(request, 437, user);
    }
    boolean wantsBoth = request.has(TurnRequest.ADDITIONAL_ADDRESS_FAMILY);
    boolean wantsIpv6 = request.number(TurnRequest.REQUESTED_ADDRESS_FAMILY) == TurnRequest.IPV6;
    if (wantsIpv6 ? !ipv6 : !ipv4) {
      return error(request, 440, user);
    }
    owner = user;
    expiryNanos = nowNanos + TimeUnit.SECONDS.toNanos(allocationSeconds);
    var response = success(request);
    response.xorAddress(TurnRequest.XOR_RELAYED_ADDRESS, wantsIpv6 ? RELAYED_IPV6 : RELAYED);
    if (wantsBoth && ipv6) {
      response.xorAddress(TurnRequest.XOR_RELAYED_ADDRESS, RELAYED_IPV6);
    }
    response.mapped(MAPPED).number(TurnRequest.LIFETIME, (int) allocationSeconds);
    return seal(response, user);
  }

  private byte[] refresh(StunMessage request, String user, long nowNanos) {
    if (!holds(nowNanos)) {
      return error(request, 437, user);
    }
    if (!user.equals(owner)) {
      return error(request, 441, user);
    }
    long seconds = request.number(TurnRequest.LIFETIME) == 0 ? 0 : allocationSeconds;
    expiryNanos = nowNanos + TimeUnit.SECONDS.toNanos(seconds);
    return seal(success(request).number(TurnRequest.LIFETIME, (int) seconds), user);
  }

  private byte[] permit(StunMessage request, String user, long nowNanos) {
    InetSocketAddress peer = request.xorAddress(TurnRequest.XOR_PEER_ADDRESS);
    if (!holds(nowNanos) || peer == null) {
      return error(request, 437, user);
    }
    permissions.put(peer.getAddress(), nowNanos + TimeUnit.SECONDS.toNanos(permissionSeconds));
    return seal(success(request), user);
  }

  private byte[] bind(StunMessage request, String user, long nowNanos) {
    InetSocketAddress peer = request.xorAddress(TurnRequest.XOR_PEER_ADDRESS);
    int number = (int) (request.number(TurnRequest.CHANNEL_NUMBER) >>> 16);
    boolean clash =
        channels.entrySet().stream()
            .anyMatch(each -> (each.getKey() == number) != each.getValue().equals(peer));
    if (!holds(nowNanos) || peer == null) {
      return error(request, 437, user);
    }
    if (clash || number < 0x4000 || number > 0x4FFF) {
      return error(request, 400, user);
    }
    channels.put(number, peer);
    channelExpiries.put(number, nowNanos + TimeUnit.SECONDS.toNanos(channelSeconds));
    return permit(request, user, nowNanos);
  }

  static StunMessage.Writer success(StunMessage request) {
    return new StunMessage.Writer(
        request.type() | TurnRequest.SUCCESS_CLASS, request.transaction());
  }

  byte[] error(StunMessage request, int code, @Nullable String user) {
    byte[] value =
        ByteBuffer.allocate(6)
            .put(new byte[] {0, 0, (byte) (code / 100), (byte) (code % 100), 'n', 'o'})
            .array();
    var response =
        new StunMessage.Writer(request.type() | TurnRequest.ERROR_CLASS, request.transaction())
            .add(StunMessage.ERROR_CODE, value);
    if (code == 401 || code == 438) {
      response.text(TurnRequest.REALM, realm).text(TurnRequest.NONCE, nonce);
    }
    if (code == 300 && alternate != null) {
      byte[] raw = alternate.getAddress().getAddress();
      response.add(
          TurnRequest.ALTERNATE_SERVER,
          ByteBuffer.allocate(4 + raw.length)
              .put((byte) 0)
              .put((byte) (raw.length == 4 ? 1 : 2))
              .putShort((short) alternate.getPort())
              .put(raw)
              .array());
    }
    return user == null ? response.finish() : seal(response, user);
  }

  byte[] seal(StunMessage.Writer response, String user) {
    return sealing ? response.seal(key(user)) : response.finish();
  }

  private byte[] key(String user) {
    try {
      String text = user + ":" + realm + ":" + users.get(user);
      return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
