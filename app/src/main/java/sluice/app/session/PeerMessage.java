package sluice.app.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerRequest;
import sluice.signaling.Pairing;
import sluice.signaling.RelayChoice;
import sluice.signaling.pake.Octets;

/// What paired peers tell each other, sealed, before they connect: `app/docs/peers.md`, sections 2 and 3.
sealed interface PeerMessage {
  /// The coming side asks.
  record Request(PeerRequest request) implements PeerMessage {}

  /// The waiting side answers.
  record Answer(PeerAnswer answer) implements PeerMessage {}

  /// Who is being paired, and where it can be met.
  record Pair(Octets installation, List<URI> relays) implements PeerMessage {}

  /// The pairing is stored.
  record Kept() implements PeerMessage {}

  /// Writes it as a JSON object.
  static ByteBuffer write(PeerMessage message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      switch (message) {
        case Request(PeerRequest request) -> {
          json.writeStringField("type", "request");
          json.writeStringField("verb", request.verb().word());
          json.writeStringField("path", request.path());
          Json.list(json, "options", request.options());
        }
        case Answer(PeerAnswer.Granted(List<String> facts)) -> {
          json.writeStringField("type", "granted");
          Json.list(json, "facts", facts);
        }
        case Answer(PeerAnswer.Refused(var reason, String sentence)) -> {
          json.writeStringField("type", "refused");
          json.writeStringField("reason", reason.word());
          json.writeStringField("message", sentence);
        }
        case Pair(Octets installation, List<URI> relays) -> {
          json.writeStringField("type", "pair");
          json.writeStringField("installation", HexFormat.of().formatHex(installation.toArray()));
          Json.list(json, "relays", relays.stream().map(URI::toString).toList());
        }
        case Kept() -> json.writeStringField("type", "kept");
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /// Reads one; nothing where it is none within the limits.
  static Optional<PeerMessage> read(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.duplicate().get(bytes);
    try (JsonParser json = Json.FACTORY.createParser(bytes)) {
      Json fields = Json.read(json);
      return fields == null ? Optional.empty() : fields.message();
    } catch (IOException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /// The form of all of them: one object of texts and lists of texts.
  final class Json {
    private static final int MAX_DEPTH = 2;
    private static final int MAX_TOKENS = 128;

    private static final JsonFactory FACTORY =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(PeerRequest.MAX_PATH)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();

    private Json() {}

    private static void list(JsonGenerator json, String name, List<String> values)
        throws IOException {
      json.writeArrayFieldStart(name);
      for (String value : values) {
        json.writeString(value);
      }
      json.writeEndArray();
    }

    private static @Nullable Json read(JsonParser json) throws IOException {
      Json fields = new Json();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value == JsonToken.VALUE_STRING) {
          fields.texts.put(name, json.getText());
        } else if (value == JsonToken.START_ARRAY) {
          fields.lists.put(name, texts(json));
        } else {
          json.skipChildren();
        }
      }
      return json.nextToken() == null ? fields : null;
    }

    private static List<String> texts(JsonParser json) throws IOException {
      List<String> texts = new ArrayList<>();
      for (JsonToken item = json.nextToken();
          item != JsonToken.END_ARRAY && item != null;
          item = json.nextToken()) {
        if (item != JsonToken.VALUE_STRING) {
          throw new IllegalArgumentException("a list of something else");
        }
        texts.add(json.getText());
      }
      return texts;
    }

    private String text(String name) {
      String text = texts.get(name);
      if (text == null) {
        throw new IllegalArgumentException("no " + name);
      }
      return text;
    }

    private Optional<PeerMessage> message() {
      return switch (text("type")) {
        case "request" -> Optional.of(request());
        case "granted" ->
            Optional.of(new Answer(new PeerAnswer.Granted(lists.getOrDefault("facts", List.of()))));
        case "refused" -> Optional.of(new Answer(refused()));
        case "pair" -> Optional.of(pair());
        case "kept" -> Optional.of(new Kept());
        default -> Optional.empty();
      };
    }

    private Request request() {
      String word = text("verb");
      for (PeerRequest.Verb verb : PeerRequest.Verb.values()) {
        if (verb.word().equals(word)) {
          return new Request(
              new PeerRequest(verb, text("path"), lists.getOrDefault("options", List.of())));
        }
      }
      throw new IllegalArgumentException("unknown verb");
    }

    private PeerAnswer.Refused refused() {
      String word = text("reason");
      // Section 3: "An unknown reason counts as `not-permitted`."
      PeerAnswer.Reason reason = PeerAnswer.Reason.NOT_PERMITTED;
      for (PeerAnswer.Reason known : PeerAnswer.Reason.values()) {
        reason = known.word().equals(word) ? known : reason;
      }
      return new PeerAnswer.Refused(reason, text("message"));
    }

    private Pair pair() {
      String id = text("installation");
      List<String> relays = lists.getOrDefault("relays", List.of());
      if (id.length() != 2 * Pairing.INSTALLATION_BYTES || relays.size() > Peer.MAX_RELAYS) {
        throw new IllegalArgumentException("not a pairing");
      }
      return new Pair(
          Octets.of(HexFormat.of().parseHex(id)),
          relays.stream().map(text -> new RelayChoice.At(URI.create(text)).relay()).toList());
    }
  }
}
