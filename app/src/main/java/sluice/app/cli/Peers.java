package sluice.app.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import sluice.app.peers.Peer;
import sluice.app.peers.PeerName;
import sluice.app.peers.PeerStore;

/// Paired peers as they are named on the command line.
final class Peers {
  private static final List<String> CODE_OPTIONS =
      List.of("--code", "--words", "--code-file", "--verify", "--qr", "--clip");

  private Peers() {}

  static PeerStore store(Surroundings surroundings) {
    return PeerStore.at(GlobalOptions.home(surroundings));
  }

  /// Adds `--to` or `--from` to a command that can do without a code.
  static void addTo(CommandSpec spec, String option, String label, String description) {
    spec.addOption(GlobalOptions.text(option, label, description));
  }

  /// The peer that an option names; nothing where it does not stand there.
  static Optional<Peer> named(ParseResult parsed, String option, Surroundings surroundings)
      throws UsageException {
    Optional<String> text = GlobalOptions.value(parsed, option);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Peer peer = find(withoutPath(text.get()), store(surroundings));
    Optional<String> relay = GlobalOptions.value(parsed, "--relay");
    return Optional.of(
        relay.isPresent() ? peer.withRelays(List.of(RelayUri.parse(relay.get()))) : peer);
  }

  /// A code and a paired peer are two ways of meeting.
  static void refuseWithCode(ParseResult parsed, String option) throws UsageException {
    for (String other : CODE_OPTIONS) {
      if (parsed.hasMatchedOption(other)) {
        throw new UsageException(option + " needs no code: leave " + other + " out");
      }
    }
  }

  /// What stands behind the colon of `NAME:PATH`; empty where there is none.
  static String path(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? "" : text.substring(colon + 1);
  }

  private static String withoutPath(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  static Peer find(String text, PeerStore store) throws UsageException {
    try {
      Optional<Peer> peer = store.find(name(text));
      if (peer.isPresent()) {
        return peer.get();
      }
      throw new UsageException(
          "there is no paired peer named '" + text + "'; sluice peers lists them");
    } catch (IOException unreadable) {
      throw new UsageException(String.valueOf(unreadable.getMessage()));
    }
  }

  static PeerName name(String text) throws UsageException {
    if (!PeerName.isValid(text)) {
      throw new UsageException(
          "'" + text + "' is no name of a peer: letters, digits, '.', '_' and '-', at most 63");
    }
    return new PeerName(text);
  }
}
