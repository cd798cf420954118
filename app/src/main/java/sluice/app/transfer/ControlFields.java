package sluice.app.transfer;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of one JSON object from the other side, taken out by name and checked. What nobody asks for is ignored.
final class ControlFields {
  private final Map<?, ?> fields;

  ControlFields(Map<?, ?> fields) {
    this.fields = fields;
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  long number(String name, long min, long max) throws MalformedMessageException {
    Object value = fields.get(name);
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw wrong(name, value instanceof BigInteger ? "out of range" : "no such number");
  }

  int id(String name) throws MalformedMessageException {
    return (int) number(name, 0, Integer.MAX_VALUE);
  }

  long size(String name) throws MalformedMessageException {
    return number(name, 0, Limits.MAX_NUMBER);
  }

  /// A flag that is false where it is absent.
  boolean flag(String name) throws MalformedMessageException {
    Object value = fields.get(name);
    if (value == null && !fields.containsKey(name)) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "neither true nor false");
  }

  String text(String name, int maxCharacters) throws MalformedMessageException {
    return asText(name, fields.get(name), maxCharacters);
  }

  /// Text for people, cut at the limit; the given one where the field is absent.
  String textOr(String name, String absent) throws MalformedMessageException {
    if (!fields.containsKey(name)) {
      return absent;
    }
    String text = text(name, Integer.MAX_VALUE);
    return text.length() <= Limits.TEXT_CHARACTERS
        ? text
        : text.substring(0, Limits.TEXT_CHARACTERS);
  }

  List<?> list(String name, int min, int max) throws MalformedMessageException {
    if (fields.get(name) instanceof List<?> list && list.size() >= min && list.size() <= max) {
      return list;
    }
    throw wrong(name, "no list, or of a wrong length");
  }

  static ControlFields of(String name, @Nullable Object value) throws MalformedMessageException {
    if (value instanceof Map<?, ?> map) {
      return new ControlFields(map);
    }
    throw wrong(name, "no object");
  }

  static String asText(String name, @Nullable Object value, int maxCharacters)
      throws MalformedMessageException {
    if (value instanceof String text && text.length() <= maxCharacters) {
      return text;
    }
    throw wrong(name, "no text, or too long");
  }

  static int asNumber(String name, @Nullable Object value) throws MalformedMessageException {
    if (value instanceof Integer number && number >= 0) {
      return number;
    }
    throw wrong(name, "no such number");
  }

  static long asSize(String name, @Nullable Object value) throws MalformedMessageException {
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      if (number >= 0 && number <= Limits.MAX_NUMBER) {
        return number;
      }
    }
    throw wrong(name, "no such number");
  }

  static MalformedMessageException wrong(String name, String why) {
    return new MalformedMessageException("the field \"" + name + "\" is wrong: " + why);
  }
}
