package sluice.signaling.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Writes the messages of `docs/protocol.md`, section 2.2, each as the text of one JSON object.
public final class WireWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private WireWriter() {}

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /// The text of what a client says.
  public static String text(ClientMessage message) {
    return object(
        json -> {
          switch (message) {
            case ClientMessage.Allocate allocate -> {
              claim(json, "allocate", allocate);
              optional(json, "nameplate", digits(allocate.nameplate()));
            }
            case ClientMessage.Join join -> {
              claim(json, "join", join);
              json.writeStringField("nameplate", join.nameplate().digits());
            }
            case ClientMessage.Enter enter -> {
              claim(json, "enter", enter);
              json.writeStringField("room", enter.room().base64url());
              json.writeStringField("role", enter.role().wireName());
            }
            case ClientMessage.Send send -> payload(json, "send", send.payload());
            case ClientMessage.AskIce ask -> json.writeStringField("type", "ice");
            case ClientMessage.Leave leave -> json.writeStringField("type", "leave");
            case ClientMessage.Watch watch -> {
              json.writeStringField("type", "watch");
              json.writeNumberField("version", watch.version());
              json.writeStringField("rooms", RoomName.join(watch.rooms()));
            }
          }
        });
  }

  /// The text of what a relay says.
  public static String text(RelayMessage message) {
    return object(
        json -> {
          switch (message) {
            case RelayMessage.SeatedAtNameplate seated -> {
              json.writeStringField("type", "seated");
              json.writeStringField("nameplate", seated.nameplate().digits());
              json.writeStringField("peer", seated.peer().wireName());
            }
            case RelayMessage.SeatedInRoom seated -> {
              json.writeStringField("type", "seated");
              json.writeStringField("room", seated.room().base64url());
              json.writeStringField("peer", seated.peer().wireName());
            }
            case RelayMessage.PeerChanged changed -> {
              json.writeStringField("type", "peer");
              json.writeStringField("state", changed.state().wireName());
            }
            case RelayMessage.Delivery delivery -> payload(json, "message", delivery.payload());
            case RelayMessage.Ice ice -> ice(json, ice);
            case RelayMessage.Forwarding forwarding -> {
              json.writeStringField("type", "forwarding");
              json.writeNumberField("bytesPerSecond", forwarding.bytesPerSecond());
            }
            case RelayMessage.Watching watching -> {
              json.writeStringField("type", "watching");
              json.writeNumberField("unixSeconds", watching.unixSeconds());
            }
            case RelayMessage.Called called -> {
              json.writeStringField("type", "called");
              json.writeStringField("room", called.room().base64url());
            }
            case RelayMessage.Refused refused -> refused(json, refused);
          }
        });
  }

  private static void claim(JsonGenerator json, String type, ClientMessage.Claim claim)
      throws IOException {
    json.writeStringField("type", type);
    json.writeNumberField("version", claim.version());
    json.writeStringField("token", claim.token().base64url());
  }

  private static void payload(JsonGenerator json, String type, Payload payload) throws IOException {
    json.writeStringField("type", type);
    json.writeStringField("payload", payload.base64url());
  }

  private static void ice(JsonGenerator json, RelayMessage.Ice ice) throws IOException {
    json.writeStringField("type", "ice");
    json.writeArrayFieldStart("servers");
    for (IceServer server : ice.servers()) {
      json.writeStartObject();
      json.writeArrayFieldStart("uris");
      for (String uri : server.uris()) {
        json.writeString(uri);
      }
      json.writeEndArray();
      optional(json, "username", server.username());
      optional(json, "credential", server.credential());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("lifetimeSeconds", ice.lifetimeSeconds());
  }

  private static void refused(JsonGenerator json, RelayMessage.Refused refused) throws IOException {
    json.writeStringField("type", "refused");
    json.writeStringField("reason", refused.reason().wireName());
    if (refused.retryAfterMillis() > 0) {
      json.writeNumberField("retryAfterMillis", refused.retryAfterMillis());
    }
    optional(json, "message", refused.message());
  }

  private static @Nullable String digits(@Nullable Nameplate nameplate) {
    return nameplate == null ? null : nameplate.digits();
  }

  private static void optional(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static String object(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }
}
