package sluice.transport.dtls;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Two endpoints and the network between them, driven by the test's thread.
final class Encounter implements AutoCloseable {

  /// What happens to the datagram that is the `index`-th of its sender, from 0 up. Delivers it, or
  /// not, or twice, now or at the next datagram.
  @FunctionalInterface
  interface Network {
    Network PERFECT = (from, index, datagram, deliver) -> deliver.accept(datagram);

    void carry(DtlsRole from, int index, byte[] datagram, Consumer<byte[]> deliver);
  }

  private static final int LONGEST_WAIT_MILLIS = 5;

  final Semaphore wakeUps;
  final Endpoint client;
  final Endpoint server;
  Network network;
  int clientDatagrams;
  int serverDatagrams;

  Encounter(Semaphore wakeUps, Endpoint client, Endpoint server, Network network) {
    this.wakeUps = wakeUps;
    this.client = client;
    this.server = server;
    this.network = network;
  }

  /// Both ends ours, both sure of each other.
  static Encounter ofLinks(Network network) {
    return ofLinks(network, LinkEndpoint.QUICK);
  }

  static Encounter ofLinks(Network network, DtlsSettings settings) {
    Semaphore wakeUps = new Semaphore(0);
    LocalIdentity client = LinkEndpoint.newIdentity();
    LocalIdentity server = LinkEndpoint.newIdentity();
    return new Encounter(
        wakeUps,
        new LinkEndpoint(
            DtlsRole.CLIENT, client, List.of(server.fingerprint()), settings, wakeUps::release),
        new LinkEndpoint(
            DtlsRole.SERVER, server, List.of(client.fingerprint()), settings, wakeUps::release),
        network);
  }

  /// Our link in `role`, and BouncyCastle as it comes on the other side.
  static Encounter withPlain(
      DtlsRole role, PlainIdentity peer, PlainEndpoint.Habits habits, Network network) {
    Semaphore wakeUps = new Semaphore(0);
    LinkEndpoint ours = link(role, LinkEndpoint.newIdentity(), peer.fingerprint(), wakeUps);
    return switch (role) {
      case CLIENT ->
          new Encounter(
              wakeUps,
              ours,
              new PlainEndpoint(DtlsRole.SERVER, peer, habits, wakeUps::release),
              network);
      case SERVER ->
          new Encounter(
              wakeUps,
              new PlainEndpoint(DtlsRole.CLIENT, peer, habits, wakeUps::release),
              ours,
              network);
    };
  }

  static LinkEndpoint link(
      DtlsRole role, LocalIdentity identity, Fingerprint remote, Semaphore wakeUps) {
    return new LinkEndpoint(role, identity, List.of(remote), LinkEndpoint.QUICK, wakeUps::release);
  }

  LinkEndpoint clientLink() {
    return (LinkEndpoint) client;
  }

  LinkEndpoint serverLink() {
    return (LinkEndpoint) server;
  }

  Encounter start() {
    server.start();
    client.start();
    return this;
  }

  /// Moves datagrams until `goal` holds; throws if that takes longer than ten seconds.
  void until(BooleanSupplier goal) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      exchange();
      if (goal.getAsBoolean()) {
        return;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not reached: client " + client + ", server " + server);
      }
      await();
    }
  }

  private void await() {
    try {
      wakeUps.tryAcquire(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
      wakeUps.drainPermits();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Moves what there is to move.
  void exchange() {
    boolean moved = true;
    while (moved) {
      moved = false;
      byte[] datagram = client.poll();
      if (datagram != null) {
        network.carry(DtlsRole.CLIENT, clientDatagrams++, datagram, server::receive);
        moved = true;
      }
      datagram = server.poll();
      if (datagram != null) {
        network.carry(DtlsRole.SERVER, serverDatagrams++, datagram, client::receive);
        moved = true;
      }
    }
  }

  /// Until one message has come each way.
  void converse() {
    until(client::isWritable);
    client.send("from the client");
    until(() -> server.isWritable() && !server.received().isEmpty());
    server.send("from the server");
    until(() -> !client.received().isEmpty());
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
