package sluice.signaling.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One JSON object, read whole within limits. Values are [String], [Long], [List] or
/// [JsonFields]; all others (fractions, booleans, null) are kept as [#OTHER], so that an unknown
/// field may hold them and a known one is refused.
final class JsonFields {
  private static final Object OTHER = new Object();

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(WireLimits.MAX_FRAME_BYTES)
                  .maxStringLength(WireLimits.MAX_FRAME_BYTES)
                  .maxNestingDepth(WireLimits.MAX_NESTING)
                  .maxTokenCount(WireLimits.MAX_TOKENS)
                  .maxNameLength(WireLimits.MAX_NAME_LENGTH)
                  .maxNumberLength(WireLimits.MAX_NUMBER_LENGTH)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names come from strangers: interning or caching them would let them fill memory.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final Map<String, Object> values = new HashMap<>();

  private JsonFields() {}

  /// Reads one object and nothing after it.
  ///
  /// @throws MalformedException when it is not one, or is above a limit
  static JsonFields parse(String text) throws MalformedException {
    if (text.length() > WireLimits.MAX_FRAME_BYTES) {
      throw new MalformedException("too long");
    }
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedException("not an object");
      }
      JsonFields fields = readObject(parser);
      if (parser.nextToken() != null) {
        throw new MalformedException("something after the object");
      }
      return fields;
    } catch (IOException e) {
      throw new MalformedException("not JSON within the limits", e);
    }
  }

  private static JsonFields readObject(JsonParser parser) throws IOException {
    JsonFields fields = new JsonFields();
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      fields.values.put(name, readValue(parser));
    }
    return fields;
  }

  private static Object readValue(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return OTHER;
    }
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_NUMBER_FLOAT,
          VALUE_TRUE,
          VALUE_FALSE,
          VALUE_NULL,
          VALUE_EMBEDDED_OBJECT,
          FIELD_NAME,
          END_ARRAY,
          END_OBJECT,
          NOT_AVAILABLE ->
          OTHER;
    };
  }

  private static List<Object> readArray(JsonParser parser) throws IOException {
    List<Object> items = new ArrayList<>();
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY && token != null) {
      items.add(readValue(parser));
    }
    return items;
  }

  String string(String name) throws MalformedException {
    String value = optionalString(name);
    if (value == null) {
      throw new MalformedException("no " + name);
    }
    return value;
  }

  @Nullable String optionalString(String name) throws MalformedException {
    Object value = values.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return text;
    }
    throw new MalformedException(name + " is not a string");
  }

  /// A whole number from 0 to `max`.
  long number(String name, long max) throws MalformedException {
    if (!values.containsKey(name)) {
      throw new MalformedException("no " + name);
    }
    return optionalNumber(name, max);
  }

  /// The same, 0 where it is absent.
  long optionalNumber(String name, long max) throws MalformedException {
    Object value = values.get(name);
    if (value == null) {
      return 0;
    }
    if (value instanceof Long number && number >= 0 && number <= max) {
      return number;
    }
    throw new MalformedException(name + " is not a number in range");
  }

  List<JsonFields> objects(String name) throws MalformedException {
    List<JsonFields> objects = new ArrayList<>();
    for (Object item : list(name)) {
      if (!(item instanceof JsonFields fields)) {
        throw new MalformedException(name + " holds something else");
      }
      objects.add(fields);
    }
    return objects;
  }

  List<String> strings(String name) throws MalformedException {
    List<String> strings = new ArrayList<>();
    for (Object item : list(name)) {
      if (!(item instanceof String text)) {
        throw new MalformedException(name + " holds something else");
      }
      strings.add(text);
    }
    return strings;
  }

  private List<?> list(String name) throws MalformedException {
    if (values.get(name) instanceof List<?> items) {
      return items;
    }
    throw new MalformedException("no list " + name);
  }
}
