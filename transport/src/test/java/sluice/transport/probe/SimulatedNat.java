package sluice.transport.probe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A NAT with the mapping and filtering of RFC 4787 that a test asks for.
final class SimulatedNat {
  private final InetAddress outside;
  private final NatMapping mapping;
  private final NatFiltering filtering;
  private final Hairpinning hairpinning;
  private final Map<Key, InetSocketAddress> out = new HashMap<>();
  private final Map<InetSocketAddress, InetSocketAddress> in = new HashMap<>();
  private final Set<Permission> permissions = new HashSet<>();
  private int nextPort = 40_000;

  private record Key(InetSocketAddress inside, @Nullable Object depends) {}

  private record Permission(InetSocketAddress mapped, @Nullable Object depends) {}

  SimulatedNat(
      InetAddress outside, NatMapping mapping, NatFiltering filtering, Hairpinning hairpinning) {
    this.outside = outside;
    this.mapping = mapping;
    this.filtering = filtering;
    this.hairpinning = hairpinning;
  }

  /// What an inside endpoint that sends there looks like from outside.
  InetSocketAddress leave(InetSocketAddress inside, InetSocketAddress to) {
    Object depends =
        switch (mapping) {
          case NONE, ENDPOINT_INDEPENDENT -> null;
          case ADDRESS_DEPENDENT -> to.getAddress();
          case ADDRESS_AND_PORT_DEPENDENT -> to;
          case DEPENDENT, UNKNOWN -> throw new IllegalStateException("not a behaviour");
        };
    InetSocketAddress mapped =
        out.computeIfAbsent(
            new Key(inside, depends),
            _ -> mapping == NatMapping.NONE ? inside : new InetSocketAddress(outside, nextPort++));
    in.put(mapped, inside);
    permissions.add(new Permission(mapped, permitted(to)));
    return mapped;
  }

  /// Who gets what comes from there to here, or null where it is filtered.
  @Nullable InetSocketAddress enter(InetSocketAddress from, InetSocketAddress to) {
    boolean allowed = permissions.contains(new Permission(to, permitted(from)));
    return allowed ? in.get(to) : null;
  }

  /// Whether something from inside to this address comes back in.
  boolean turnsBack(InetSocketAddress to) {
    return in.containsKey(to) && hairpinning == Hairpinning.SUPPORTED;
  }

  private @Nullable Object permitted(InetSocketAddress remote) {
    return switch (filtering) {
      case ENDPOINT_INDEPENDENT -> null;
      case ADDRESS_DEPENDENT -> remote.getAddress();
      case ADDRESS_AND_PORT_DEPENDENT -> remote;
      case UNKNOWN -> throw new IllegalStateException("not a behaviour");
    };
  }
}
