package sluice.app.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/// JSON as the `control` channel allows it: one object, no field twice, within limits of size, depth and count.
final class ControlJson {
  private static final int DEPTH = 8;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(20)
                  .maxStringLength(Limits.CONTROL_BYTES)
                  .maxNameLength(64)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ControlJson() {}

  static Map<String, Object> parse(String text) throws MalformedMessageException {
    if (text.length() > Limits.CONTROL_BYTES) {
      throw new MalformedMessageException("a control message is too long");
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      Map<String, Object> fields = JSON.std.mapFrom(parser);
      if (fields == null || parser.nextToken() != null) {
        throw new MalformedMessageException("a control message is not one JSON object");
      }
      return fields;
    } catch (IOException e) {
      throw new MalformedMessageException("a control message is not the JSON that is allowed");
    }
  }

  /// Writes one object's fields.
  interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static String write(Body body) {
    StringWriter text = new StringWriter(128);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      body.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }
}
