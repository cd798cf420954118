package sluice.signaling.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the messages of `docs/protocol.md`, section 2.2. Never throws for what a stranger sent.
public final class WireReader {
  private WireReader() {}

  private interface Reader<M> {
    @Nullable M read(JsonFields fields) throws MalformedException;
  }

  /// Reads what a client said to a relay.
  public static Decoded<ClientMessage> clientMessage(String text) {
    return read(text, WireReader::client);
  }

  /// Reads what a relay said to a client.
  public static Decoded<RelayMessage> relayMessage(String text) {
    return read(text, WireReader::relay);
  }

  private static <M> Decoded<M> read(String text, Reader<M> reader) {
    try {
      M message = reader.read(JsonFields.parse(text));
      return message == null ? new Decoded.UnknownType<>() : new Decoded.Valid<>(message);
    } catch (MalformedException e) {
      return new Decoded.Malformed<>(e.reason());
    }
  }

  private static @Nullable ClientMessage client(JsonFields fields) throws MalformedException {
    return switch (fields.string("type")) {
      case "allocate" -> new ClientMessage.Allocate(version(fields), token(fields), wanted(fields));
      case "join" -> new ClientMessage.Join(version(fields), token(fields), nameplate(fields));
      case "enter" ->
          new ClientMessage.Enter(version(fields), token(fields), room(fields), role(fields));
      case "send" -> new ClientMessage.Send(payload(fields));
      case "ice" -> new ClientMessage.AskIce();
      case "leave" -> new ClientMessage.Leave();
      case "watch" -> new ClientMessage.Watch(version(fields), rooms(fields));
      default -> null;
    };
  }

  private static @Nullable RelayMessage relay(JsonFields fields) throws MalformedException {
    return switch (fields.string("type")) {
      case "seated" -> seated(fields);
      case "peer" -> new RelayMessage.PeerChanged(presence(fields, "state", Presence.NONE));
      case "message" -> new RelayMessage.Delivery(payload(fields));
      case "ice" -> ice(fields);
      case "forwarding" ->
          new RelayMessage.Forwarding((int) fields.number("bytesPerSecond", Integer.MAX_VALUE));
      case "watching" ->
          new RelayMessage.Watching(fields.number("unixSeconds", WireLimits.MAX_UNIX_SECONDS));
      case "called" -> new RelayMessage.Called(room(fields));
      case "refused" -> refused(fields);
      default -> null;
    };
  }

  private static RelayMessage seated(JsonFields fields) throws MalformedException {
    Presence peer = presence(fields, "peer", Presence.LEFT);
    return fields.optionalString("room") != null
        ? new RelayMessage.SeatedInRoom(room(fields), peer)
        : new RelayMessage.SeatedAtNameplate(nameplate(fields), peer);
  }

  private static Presence presence(JsonFields fields, String name, Presence excluded)
      throws MalformedException {
    String word = fields.string(name);
    for (Presence presence : Presence.values()) {
      if (presence != excluded && presence.wireName().equals(word)) {
        return presence;
      }
    }
    throw new MalformedException(name + " is unknown");
  }

  private static RelayMessage ice(JsonFields fields) throws MalformedException {
    List<IceServer> servers = new ArrayList<>();
    for (JsonFields server : fields.objects("servers")) {
      List<String> uris = server.strings("uris");
      String username = server.optionalString("username");
      String credential = server.optionalString("credential");
      if (!IceServer.isValid(uris, username, credential)) {
        throw new MalformedException("not an ICE server");
      }
      servers.add(new IceServer(uris, username, credential));
    }
    if (servers.size() > WireLimits.MAX_ICE_SERVERS) {
      throw new MalformedException("too many ICE servers");
    }
    return new RelayMessage.Ice(servers, (int) fields.number("lifetimeSeconds", Integer.MAX_VALUE));
  }

  private static RelayMessage refused(JsonFields fields) throws MalformedException {
    String message = fields.optionalString("message");
    if (message != null && message.length() > WireLimits.MAX_REFUSAL_TEXT) {
      throw new MalformedException("message is too long");
    }
    return new RelayMessage.Refused(
        reason(fields.string("reason")),
        fields.optionalNumber("retryAfterMillis", Integer.MAX_VALUE),
        message);
  }

  private static RefusalReason reason(String word) {
    for (RefusalReason reason : RefusalReason.values()) {
      if (reason.wireName().equals(word)) {
        return reason;
      }
    }
    // Section 2.5: "An unknown reason is treated like `full`."
    return RefusalReason.FULL;
  }

  private static int version(JsonFields fields) throws MalformedException {
    return (int) fields.number("version", Integer.MAX_VALUE);
  }

  private static Token token(JsonFields fields) throws MalformedException {
    return text(fields, "token", Token::isValid, Token::new);
  }

  private static @Nullable Nameplate wanted(JsonFields fields) throws MalformedException {
    return fields.optionalString("nameplate") == null ? null : nameplate(fields);
  }

  private static Nameplate nameplate(JsonFields fields) throws MalformedException {
    return text(fields, "nameplate", Nameplate::isValid, Nameplate::new);
  }

  private static RoomName room(JsonFields fields) throws MalformedException {
    return text(fields, "room", RoomName::isValid, RoomName::new);
  }

  private static List<RoomName> rooms(JsonFields fields) throws MalformedException {
    List<RoomName> rooms = RoomName.split(fields.string("rooms"));
    if (rooms == null) {
      throw new MalformedException("rooms have not their form");
    }
    return rooms;
  }

  private static Payload payload(JsonFields fields) throws MalformedException {
    return text(fields, "payload", Payload::isValid, Payload::new);
  }

  private static Role role(JsonFields fields) throws MalformedException {
    String letter = fields.string("role");
    for (Role role : Role.values()) {
      if (role.wireName().equals(letter)) {
        return role;
      }
    }
    throw new MalformedException("role is unknown");
  }

  private static <T> T text(
      JsonFields fields, String name, Predicate<String> isValid, Function<String, T> make)
      throws MalformedException {
    String text = fields.string(name);
    if (!isValid.test(text)) {
      throw new MalformedException(name + " has not its form");
    }
    return make.apply(text);
  }
}
