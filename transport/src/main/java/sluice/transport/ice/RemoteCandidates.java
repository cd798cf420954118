package sluice.transport.ice;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sorts the candidates that the other end tells: for now, for a restart that is on its way, or not to be used.
final class RemoteCandidates {
  /// Candidates of a generation whose description has not come yet.
  static final int MAX_EARLY = 64;

  /// Addresses that are not spoken with.
  static final int MAX_SHUNNED = 64;

  private final RemotePolicy policy;
  private final Deque<String> early = new ArrayDeque<>();
  private final Set<InetSocketAddress> shunned = new HashSet<>();

  RemoteCandidates(RemotePolicy policy) {
    this.policy = policy;
  }

  /// Reads a candidate.
  ///
  /// @param present the other end's credentials now, null before its first description
  /// @param restarting whether we have described a restart and wait for its counterpart
  /// @return what belongs to the present generation, or null
  @Nullable Candidate take(String text, @Nullable IceCredentials present, boolean restarting) {
    Candidate candidate = Candidate.parse(text).orElse(null);
    if (candidate == null) {
      return null;
    }
    if (policy == RemotePolicy.DIRECT && candidate.type() == Candidate.Type.RELAYED) {
      if (shunned.size() < MAX_SHUNNED) {
        shunned.add(candidate.address());
      }
      return null;
    }
    String ufrag = Candidate.ufragOf(text).orElse("");
    if (present != null && !ufrag.isEmpty() && !ufrag.equals(present.ufrag())) {
      keep(text);
      return null;
    }
    if (restarting && ufrag.isEmpty()) {
      keep(text); // It may belong to either.
    }
    return candidate;
  }

  private void keep(String text) {
    if (early.size() >= MAX_EARLY) {
      early.remove();
    }
    early.add(text);
  }

  /// Whether a candidate is well-formed.
  boolean isOfUse(String text) {
    return Candidate.parse(text).isPresent();
  }

  /// Those that may belong to the description that has just come.
  List<String> takeEarly() {
    List<String> taken = List.copyOf(early);
    early.clear();
    return taken;
  }

  /// Whether nothing from there is answered.
  boolean shuns(InetSocketAddress address) {
    return shunned.contains(address);
  }
}
