package sluice.app.transfer;

import java.util.Locale;

/// What a receiver has of a file before it is sent.
public enum Base {
  /// Parts of this very file, where they belong; from a run that ended early.
  PART,
  /// An older file.
  OLD;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Base of(String wireName) throws MalformedMessageException {
    return switch (wireName) {
      case "part" -> PART;
      case "old" -> OLD;
      default -> throw ControlFields.wrong("of", "neither part nor old");
    };
  }
}
