package sluice.app.peers;

import java.util.List;

/// What the peer that comes asks of the one that waits, before anything is connected. It crosses the
/// relay sealed (`app/docs/peers.md`).
///
/// @param path where to or where from at the waiting side, as the coming side's user wrote it; empty
///     where the verb needs none. Untrusted
/// @param options words of the verb's own, `delete` or `max-delete=5`; unknown ones are refused by who
///     serves the verb
public record PeerRequest(Verb verb, String path, List<String> options) {
  /// Characters of a path.
  public static final int MAX_PATH = 4096;

  /// Options of one request.
  public static final int MAX_OPTIONS = 32;

  /// Characters of an option.
  public static final int MAX_OPTION = 256;

  /// What is asked.
  public enum Verb {
    /// Take what I send: `send --to`.
    SEND("send"),
    /// Join our streams: `pipe --to`.
    PIPE("pipe"),
    /// Make the folder at `path` like mine: `sync SOURCE PEER:DEST`.
    PUSH("push"),
    /// Send me the folder at `path`, so that mine becomes like it: `sync PEER:SOURCE DEST`.
    PULL("pull");

    private final String word;

    Verb(String word) {
      this.word = word;
    }

    /// As on the wire.
    public String word() {
      return word;
    }
  }

  public PeerRequest {
    options = List.copyOf(options);
    if (path.length() > MAX_PATH
        || options.size() > MAX_OPTIONS
        || options.stream().anyMatch(option -> option.length() > MAX_OPTION)) {
      throw new IllegalArgumentException("a request beyond its limits");
    }
  }

  /// A request without path or options.
  public static PeerRequest of(Verb verb) {
    return new PeerRequest(verb, "", List.of());
  }
}
