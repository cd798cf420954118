package sluice.transport.tcp;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// A link, and a thread in place of the loop's.
final class LinkEnd implements TcpLink.Owner, AutoCloseable {
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread = Thread.ofVirtual().start(this::run);
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  final CompletableFuture<InetSocketAddress> open = new CompletableFuture<>();
  final CompletableFuture<TcpFailure> end = new CompletableFuture<>();
  final BlockingQueue<String> rooms = new LinkedBlockingQueue<>();
  final TcpLink link;

  LinkEnd(TcpTarget target) {
    link = TcpLink.open(target, tasks::add, this);
  }

  static TcpTarget target(String host, int port) {
    return new TcpTarget(host, port, Optional.empty(), Optional.empty(), host);
  }

  static TcpTarget through(TcpProxy proxy, String host, int port) {
    return new TcpTarget(host, port, Optional.of(proxy), Optional.empty(), host);
  }

  static TcpTarget secured(SSLContext context, String host, int port) {
    return new TcpTarget(host, port, Optional.empty(), Optional.of(context), host);
  }

  private void run() {
    try {
      while (true) {
        tasks.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onOpen(InetSocketAddress remote) {
    open.complete(remote);
  }

  @Override
  public synchronized void onBytes(byte[] bytes, int length) {
    received.write(bytes, 0, length);
    notifyAll();
  }

  @Override
  public void onRoom() {
    rooms.add("room");
  }

  @Override
  public void onEnd(TcpFailure failure) {
    end.complete(failure);
  }

  synchronized byte[] await(int bytes) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (received.size() < bytes && System.nanoTime() < until) {
      wait(100);
    }
    return received.toByteArray();
  }

  String roundTrip(String text) throws Exception {
    open.get(10, TimeUnit.SECONDS);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    link.send(bytes);
    return new String(await(bytes.length), StandardCharsets.UTF_8);
  }

  TcpFailure failure() throws Exception {
    return end.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    link.close();
    thread.interrupt();
  }
}
