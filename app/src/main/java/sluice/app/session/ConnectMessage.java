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
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the two ends tell each other, end-to-end encrypted, to connect (`app/docs/connecting.md`).
sealed interface ConnectMessage {
  /// The offer: from the maker of the code.
  record Offer(String sdp) implements ConnectMessage {}

  /// The answer to it.
  record Answer(String sdp) implements ConnectMessage {}

  /// One candidate, as the value of an `a=candidate` line.
  record Candidate(String candidate) implements ConnectMessage {}

  /// There are no more candidates.
  record CandidatesComplete() implements ConnectMessage {}

  /// Asks the maker for an ICE restart: from the joiner.
  record Restart() implements ConnectMessage {}

  /// Longest text of a field, in characters.
  int MAX_TEXT = 16_384;

  /// Writes it as a JSON object.
  static ByteBuffer write(ConnectMessage message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      switch (message) {
        case Offer(String sdp) -> field(json, "offer", "sdp", sdp);
        case Answer(String sdp) -> field(json, "answer", "sdp", sdp);
        case Candidate(String candidate) -> field(json, "candidate", "candidate", candidate);
        case CandidatesComplete() -> json.writeStringField("type", "candidates-complete");
        case Restart() -> json.writeStringField("type", "restart");
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /// Reads one; nothing if it is malformed or of a type that this version does not know.
  static Optional<ConnectMessage> read(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.duplicate().get(bytes);
    try (JsonParser json = Json.FACTORY.createParser(bytes)) {
      return Json.read(json);
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }

  private static void field(JsonGenerator json, String type, String name, String value)
      throws IOException {
    json.writeStringField("type", type);
    json.writeStringField(name, value);
  }

  /// The form of all of them: one object of texts.
  final class Json {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_TOKENS = 64;

    private static final JsonFactory FACTORY =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    private static Optional<ConnectMessage> read(JsonParser json) throws IOException {
      String type = null;
      String sdp = null;
      String candidate = null;
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value != JsonToken.VALUE_STRING) {
          json.skipChildren();
          continue;
        }
        switch (name) {
          case "type" -> type = json.getText();
          case "sdp" -> sdp = json.getText();
          case "candidate" -> candidate = json.getText();
          default -> {}
        }
      }
      return json.nextToken() == null ? message(type, sdp, candidate) : Optional.empty();
    }

    private static Optional<ConnectMessage> message(
        @Nullable String type, @Nullable String sdp, @Nullable String candidate) {
      return switch (type) {
        case "offer" -> Optional.ofNullable(sdp).map(Offer::new);
        case "answer" -> Optional.ofNullable(sdp).map(Answer::new);
        case "candidate" -> Optional.ofNullable(candidate).map(Candidate::new);
        case "candidates-complete" -> Optional.of(new CandidatesComplete());
        case "restart" -> Optional.of(new Restart());
        case null, default -> Optional.empty();
      };
    }
  }
}
