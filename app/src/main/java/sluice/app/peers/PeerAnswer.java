package sluice.app.peers;

import java.util.List;
import sluice.app.ExitCode;

/// What the waiting side answers to a {@link PeerRequest}.
public sealed interface PeerAnswer {
  /// Go ahead.
  ///
  /// @param facts words that the coming side may want to know, within the limits of a request's options
  record Granted(List<String> facts) implements PeerAnswer {
    public Granted {
      facts = List.copyOf(facts);
      if (facts.size() > PeerRequest.MAX_OPTIONS
          || facts.stream().anyMatch(fact -> fact.length() > PeerRequest.MAX_OPTION)) {
        throw new IllegalArgumentException("facts beyond their limits");
      }
    }
  }

  /// No.
  ///
  /// @param sentence for people, without its full stop; at most 256 characters, untrusted where it came
  ///     from the other side. It must not tell a peer that may only write what is here
  record Refused(Reason reason, String sentence) implements PeerAnswer {
    /// Characters of the sentence.
    public static final int MAX_SENTENCE = 256;

    public Refused {
      if (sentence.length() > MAX_SENTENCE) {
        throw new IllegalArgumentException("a sentence of more than " + MAX_SENTENCE);
      }
    }
  }

  /// Why not. The coming side ends with the exit code.
  enum Reason {
    /// No grant for it, or the peer was removed or forbidden.
    NOT_PERMITTED("not-permitted", ExitCode.NOT_PERMITTED),
    /// The pairing was replaced by a newer one.
    PAIRING_REPLACED("pairing-replaced", ExitCode.CODE_REFUSED),
    /// The destination is locked, or too much goes on at once.
    BUSY("busy", ExitCode.BUSY),
    /// A safety limit of the waiting side.
    SAFETY_LIMIT("safety-limit", ExitCode.SAFETY_LIMIT),
    /// Permitted, but the waiting side's disk or folder does not allow it.
    UNUSABLE("unusable", ExitCode.REMOTE_FILE),
    /// The waiting side does not know this verb or option, or waits for another.
    NOT_UNDERSTOOD("not-understood", ExitCode.UNSAFE_PEER);

    private final String word;
    private final ExitCode exit;

    Reason(String word, ExitCode exit) {
      this.word = word;
      this.exit = exit;
    }

    /// As on the wire.
    public String word() {
      return word;
    }

    /// What the coming side ends with.
    public ExitCode exit() {
      return exit;
    }
  }
}
