package sluice.transport.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lines from one `m=` to the next, or before the first one.
final class SdpSection {
  private final String mediaLine;
  private final List<String> attributes = new ArrayList<>();

  SdpSection(String mediaLine) {
    this.mediaLine = mediaLine;
  }

  void add(String attribute) {
    attributes.add(attribute);
  }

  /// The fields of the m= line: media, port, protocol, formats. Empty before the first.
  List<String> mediaFields() {
    return List.of(mediaLine.split(" ", 4));
  }

  boolean has(String flag) {
    return attributes.contains(flag);
  }

  /// The value of the first attribute of this name.
  Optional<String> first(String name) {
    return attributes.stream()
        .filter(attribute -> attribute.startsWith(name + ":"))
        .map(attribute -> attribute.substring(name.length() + 1).strip())
        .findFirst();
  }

  /// The values of all attributes of this name.
  List<String> all(String name) {
    return attributes.stream()
        .filter(attribute -> attribute.startsWith(name + ":"))
        .map(attribute -> attribute.substring(name.length() + 1).strip())
        .toList();
  }

  String mid() {
    return first("mid").filter(Token::isToken).orElse("");
  }
}
