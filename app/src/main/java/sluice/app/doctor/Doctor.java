package sluice.app.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.signaling.RelayAccess;
import sluice.transport.IceServer;
import sluice.transport.PeerOptions;
import sluice.transport.probe.NatReport;

/// Examines the network: everything is asked side by side, and what does not answer is given up after
/// some seconds.
public final class Doctor {
  private final Optional<URI> relay;
  private final PeerOptions options;
  private final RelayAccess access;
  private final Function<String, @Nullable String> environment;

  /// @param relay to visit, and to ask by STUN
  /// @param access how it is reached
  /// @param options as a transfer would have them, with the servers
  /// @param environment where proxies may stand
  public Doctor(
      Optional<URI> relay,
      RelayAccess access,
      PeerOptions options,
      Function<String, @Nullable String> environment) {
    this.relay = relay;
    this.access = access;
    this.options = options;
    this.environment = environment;
  }

  /// Looks at everything, within about 15 s.
  ///
  /// @throws IOException where this machine does not even give a socket
  public Facts examine() throws IOException, InterruptedException {
    List<Facts.Interface> interfaces = LocalMachine.interfaces();
    ServerAddresses servers =
        new ServerAddresses(options.iceServers(), behindProxy() ? Optional.empty() : relay);
    Set<InetAddress> own = LocalMachine.addresses(interfaces);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Facts.Family>> families = new ArrayList<>();
      for (Facts.Version version : Facts.Version.values()) {
        Map<InetSocketAddress, ServerAddresses.Server> asked = servers.of(version);
        if (!asked.isEmpty()) {
          families.add(threads.submit(() -> family(version, asked, own)));
        }
      }
      List<Future<Facts.Turn>> turn = new ArrayList<>();
      for (IceServer server : options.iceServers()) {
        if (String.valueOf(server.uri().getScheme()).startsWith("turn")) {
          turn.add(threads.submit(() -> TurnTrial.of(server, options)));
        }
      }
      Optional<Future<Facts.Relay>> visit =
          relay.map(uri -> threads.submit(() -> RelayTrial.of(uri, access)));
      return new Facts(
          interfaces,
          results(families),
          results(turn),
          visit.isPresent() ? Optional.of(result(visit.get())) : Optional.empty(),
          servers.unresolved(),
          behindProxy() ? relay.map(ServerAddresses::stunName).stream().toList() : List.of(),
          LocalMachine.buffers(),
          proxies());
    }
  }

  /// Whether the user demanded that the relay is reached through a proxy and never past it, not even by a
  /// look-up of its name.
  private boolean behindProxy() {
    return access.proxy() instanceof RelayAccess.ProxyRule.Always;
  }

  private static Facts.Family family(
      Facts.Version version,
      Map<InetSocketAddress, ServerAddresses.Server> asked,
      Set<InetAddress> own)
      throws IOException {
    NatReport nat = new StunRound(version).nat(List.copyOf(asked.keySet()), own);
    List<Facts.Stun> answers = new ArrayList<>();
    for (NatReport.ServerAnswer answer : nat.servers()) {
      ServerAddresses.Server server = asked.get(answer.server());
      if (server == null) {
        throw new IllegalStateException("an answer of a server that was not asked");
      }
      answers.add(
          new Facts.Stun(
              server.name(),
              server.origin(),
              answer.mapped(),
              Duration.ofNanos(answer.roundTripNanos()),
              answer.second()));
    }
    Optional<InetSocketAddress> reached =
        nat.servers().stream()
            .filter(answer -> answer.mapped().isPresent())
            .map(NatReport.ServerAnswer::server)
            .findFirst();
    OptionalInt mtu =
        reached.isPresent() ? new StunRound(version).pathMtu(reached.get()) : OptionalInt.empty();
    return new Facts.Family(
        version, answers, nat.mapping(), nat.filtering(), nat.hairpinning(), mtu);
  }

  private List<Facts.Proxy> proxies() {
    List<Facts.Proxy> found = new ArrayList<>();
    options
        .paths()
        .proxy()
        .ifPresent(
            proxy ->
                found.add(
                    new Facts.Proxy(
                        "in use", proxy.kind() + " " + proxy.host() + ":" + proxy.port())));
    found.addAll(LocalMachine.proxies(environment));
    return found;
  }

  private static <T> List<T> results(List<Future<T>> futures)
      throws IOException, InterruptedException {
    List<T> all = new ArrayList<>();
    for (Future<T> future : futures) {
      all.add(result(future));
    }
    return all;
  }

  private static <T> T result(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException local) {
        throw local;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (CancellationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
