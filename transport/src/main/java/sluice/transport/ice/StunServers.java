package sluice.transport.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;

/// The STUN servers that tell how our sockets are seen: their names are looked up on threads of their own, then each is
/// asked from each socket.
final class StunServers {
  private static final System.Logger LOG = System.getLogger(StunServers.class.getName());
  private static final int MAX_SERVERS = 8;
  private static final int MAX_ADDRESSES_OF_A_SERVER = 4;

  private final Executor loop;
  private final LongSupplier clock;
  private final Supplier<List<CheckList.Host>> hosts;
  private final Runnable answered;
  private final ServerReflexive serverReflexive;
  private final Map<StunServer, List<InetAddress>> servers = new LinkedHashMap<>();
  private int lookUps;
  private boolean asking;
  private boolean closed;

  /// @param hosts those to ask from
  /// @param answered called on the loop when there may be something new
  StunServers(
      Random random,
      Executor loop,
      LongSupplier clock,
      Supplier<List<CheckList.Host>> hosts,
      Runnable answered) {
    this.loop = loop;
    this.clock = clock;
    this.hosts = hosts;
    this.answered = answered;
    serverReflexive = new ServerReflexive(random);
  }

  /// Takes these servers instead of those before; what is no `stun:` URI is left out.
  void use(List<URI> uris) {
    List<StunServer> wanted =
        uris.stream().flatMap(uri -> StunServer.of(uri).stream()).limit(MAX_SERVERS).toList();
    servers.keySet().retainAll(wanted);
    for (StunServer each : wanted) {
      if (!servers.containsKey(each)) {
        servers.put(each, List.of());
        if (asking) {
          lookUp(each);
        }
      }
    }
  }

  /// Asks all servers from all hosts.
  void ask() {
    asking = true;
    serverReflexive.forget();
    servers.forEach(
        (server, addresses) -> {
          if (addresses.isEmpty()) {
            lookUp(server);
          } else {
            ask(server, addresses, hosts.get());
          }
        });
    send();
  }

  /// Asks the servers that are known from these hosts.
  void ask(List<CheckList.Host> from) {
    servers.forEach((server, addresses) -> ask(server, addresses, from));
    send();
  }

  private void ask(StunServer server, List<InetAddress> addresses, List<CheckList.Host> from) {
    for (InetAddress address : addresses) {
      for (CheckList.Host host : from) {
        serverReflexive.ask(
            host.wire(), new InetSocketAddress(address, server.port()), clock.getAsLong());
      }
    }
  }

  private void lookUp(StunServer server) {
    lookUps++;
    Thread.ofVirtual()
        .name("sluice-stun-lookup")
        .start(
            () -> {
              List<InetAddress> addresses = addressesOf(server.host());
              loop.execute(() -> onLookedUp(server, addresses));
            });
  }

  private static List<InetAddress> addressesOf(String host) {
    try {
      List<InetAddress> all = List.of(InetAddress.getAllByName(host));
      return all.subList(0, Math.min(MAX_ADDRESSES_OF_A_SERVER, all.size()));
    } catch (UnknownHostException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "no address for the STUN server " + host);
      return List.of();
    } catch (RuntimeException e) {
      // One server less; uncaught on this thread, it would end the process.
      LOG.log(System.Logger.Level.ERROR, "a fault of our own in a look-up", e);
      return List.of();
    }
  }

  private void onLookedUp(StunServer server, List<InetAddress> addresses) {
    lookUps--;
    if (!closed && servers.replace(server, addresses) != null) {
      ask(server, addresses, hosts.get());
      send();
    }
    answered.run();
  }

  /// Whether every server has answered from every host, or will not.
  boolean done() {
    return lookUps == 0 && serverReflexive.done();
  }

  boolean receive(StunMessage response, IceWire wire, InetSocketAddress from) {
    boolean ours = serverReflexive.receive(response, wire, from);
    if (ours) {
      answered.run();
    }
    return ours;
  }

  ServerReflexive.@Nullable Found pollFound() {
    return serverReflexive.pollFound();
  }

  long deadlineNanos() {
    return serverReflexive.deadlineNanos();
  }

  void onTimeout(long nowNanos) {
    if (serverReflexive.deadlineNanos() <= nowNanos) {
      serverReflexive.onTimeout(nowNanos);
      send();
      answered.run();
    }
  }

  private void send() {
    ServerReflexive.Question question = serverReflexive.pollQuestion();
    while (question != null) {
      question.wire().send(question.message(), question.to());
      question = serverReflexive.pollQuestion();
    }
  }

  void close() {
    closed = true;
  }
}
