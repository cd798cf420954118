package sluice.transport.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Every pair that our candidates and the other end's can make, the best first.
final class Pairs {
  private Pairs() {}

  static List<CheckList.Pair> of(Collection<CheckList.Host> hosts, Collection<Candidate> remotes) {
    var pairs = new ArrayList<CheckList.Pair>();
    for (CheckList.Host host : hosts) {
      for (Candidate remote : remotes) {
        if (fit(host.wire().local(), remote.address())) {
          pairs.add(
              new CheckList.Pair(
                  host.wire(), remote.address(), host.candidate().type(), remote.type()));
        }
      }
    }
    pairs.sort(Comparator.comparingInt(CheckList.Pair::rank).reversed());
    return pairs;
  }

  private static boolean fit(InetSocketAddress local, InetSocketAddress remote) {
    return Ranks.fit(local, remote)
        && local.getAddress().isLoopbackAddress() == remote.getAddress().isLoopbackAddress();
  }
}
