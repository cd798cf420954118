package sluice.app.peers;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sluice.signaling.Pairing;
import sluice.signaling.pake.Octets;

/// A kept peer as the text of its file: lines of `key = value`, `#` begins a comment. What this version
/// does not know is an error: a grant or a restriction misread is worse than a peer not met.
final class PeerText {
  private static final String ALLOWED = "allowed";

  private PeerText() {}

  static String write(Peer peer) {
    StringBuilder text = new StringBuilder();
    text.append(
        "# A paired peer of sluice. Whoever reads the secret can pass for either machine.\n");
    line(text, "name", peer.name().text());
    line(
        text,
        "secret",
        Base64.getUrlEncoder().withoutPadding().encodeToString(peer.pairing().secret().toArray()));
    line(text, "own", HexFormat.of().formatHex(peer.pairing().own().toArray()));
    line(text, "theirs", HexFormat.of().formatHex(peer.pairing().theirs().toArray()));
    line(text, "paired", peer.pairedAt().toString());
    line(text, "standing", peer.standing().word());
    peer.relays().forEach(relay -> line(text, "relay", relay.toString()));
    Grants grants = peer.grants();
    grants.folders().forEach(f -> line(text, f.access().word(), f.path().toString()));
    if (grants.deletion() == Grants.Deletion.ALLOWED) {
      line(text, "delete", ALLOWED);
    }
    grants.maxBytes().ifPresent(bytes -> line(text, "max-bytes", Long.toString(bytes)));
    grants.snapshot().ifPresent(policy -> line(text, "snapshot", policy));
    grants.keep().ifPresent(policy -> line(text, "keep", policy));
    return text.toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    if (!fits(value)) {
      throw new IllegalArgumentException(key + " does not fit into a line");
    }
    text.append(key).append(" = ").append(value).append('\n');
  }

  /// Whether the file can hold this value: one line, without blanks at its ends.
  static boolean fits(String value) {
    return !value.isEmpty()
        && value.strip().equals(value)
        && value.codePoints().noneMatch(Character::isISOControl);
  }

  /// Reads a file's text.
  ///
  /// @throws PeerStoreException with what is wrong, never with the secret
  static Peer read(String text) throws PeerStoreException {
    Draft draft = new Draft();
    List<String> lines = text.lines().toList();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String key = equals < 0 ? line : line.substring(0, equals).strip();
      String value = equals < 0 ? "" : line.substring(equals + 1).strip();
      try {
        draft.take(key, value);
      } catch (IllegalArgumentException | DateTimeException | URISyntaxException wrong) {
        throw new PeerStoreException(
            "line " + number + " (" + key + ") cannot be understood", wrong);
      }
    }
    return draft.peer();
  }

  /// A peer whose lines are still being read.
  private static final class Draft {
    private @Nullable PeerName name;
    private @Nullable Octets secret;
    private @Nullable Octets own;
    private @Nullable Octets theirs;
    private @Nullable Instant pairedAt;
    private Peer.Standing standing = Peer.Standing.FORBIDDEN;
    private final List<URI> relays = new ArrayList<>();
    private final List<Grants.Folder> folders = new ArrayList<>();
    private Grants.Deletion deletion = Grants.Deletion.FORBIDDEN;
    private OptionalLong maxBytes = OptionalLong.empty();
    private Optional<String> snapshot = Optional.empty();
    private Optional<String> keep = Optional.empty();

    void take(String key, String value) throws URISyntaxException {
      switch (key) {
        case "name" -> name = new PeerName(value);
        case "secret" -> secret = Octets.of(Base64.getUrlDecoder().decode(value));
        case "own" -> own = Octets.of(HexFormat.of().parseHex(value));
        case "theirs" -> theirs = Octets.of(HexFormat.of().parseHex(value));
        case "paired" -> pairedAt = Instant.parse(value);
        case "standing" -> standing = standing(value);
        case "relay" -> relays.add(new URI(value));
        case "add", "write", "read" -> folders.add(folder(key, value));
        case "delete" -> {
          if (!value.equals(ALLOWED)) {
            throw new IllegalArgumentException("not " + ALLOWED);
          }
          deletion = Grants.Deletion.ALLOWED;
        }
        case "max-bytes" -> maxBytes = OptionalLong.of(Long.parseUnsignedLong(value));
        case "snapshot" -> snapshot = Optional.of(value);
        case "keep" -> keep = Optional.of(value);
        default -> throw new IllegalArgumentException("unknown key");
      }
    }

    private static Peer.Standing standing(String word) {
      for (Peer.Standing standing : Peer.Standing.values()) {
        if (standing.word().equals(word)) {
          return standing;
        }
      }
      throw new IllegalArgumentException("unknown standing");
    }

    private static Grants.Folder folder(String key, String value) {
      for (Grants.Access access : Grants.Access.values()) {
        if (access.word().equals(key)) {
          try {
            return new Grants.Folder(access, Path.of(value));
          } catch (InvalidPathException noPath) {
            throw new IllegalArgumentException("not a path", noPath);
          }
        }
      }
      throw new IllegalArgumentException("unknown access");
    }

    Peer peer() throws PeerStoreException {
      if (name == null || secret == null || own == null || theirs == null || pairedAt == null) {
        throw new PeerStoreException("a line is missing: name, secret, own, theirs or paired");
      }
      try {
        return new Peer(
            name,
            new Pairing(secret, own, theirs),
            relays,
            new Grants(folders, deletion, maxBytes, snapshot, keep),
            standing,
            pairedAt);
      } catch (IllegalArgumentException beyond) {
        throw new PeerStoreException(String.valueOf(beyond.getMessage()), beyond);
      }
    }
  }
}
