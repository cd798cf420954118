package sluice.transport.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// One end that is a page in headless Chromium. The page fetches what it is told and posts what it has to say.
final class ChromiumPeer implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--remote-debugging-port=0");

  /// A message of the signaling: what it is, and its text.
  record Said(String kind, String body) {}

  final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
  private final BlockingQueue<Said> toSay = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private final Process browser;

  ChromiumPeer(String role, int bytes, Path profile) throws IOException {
    Path program =
        found()
            .orElseGet(
                () -> {
                  Assumptions.abort("no chromium on the PATH");
                  return profile;
                });
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::page);
    server.createContext("/say", this::onSaid);
    server.createContext("/next", this::next);
    server.start();
    int port = server.getAddress().getPort();
    var command = new java.util.ArrayList<String>();
    command.add(program.toString());
    command.addAll(FLAGS);
    command.add("--user-data-dir=" + profile.resolve("profile"));
    command.add("http://127.0.0.1:" + port + "/?role=" + role + "&bytes=" + bytes);
    browser =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
  }

  private static Optional<Path> found() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(folder -> Stream.of("chromium", "chromium-browser").map(Path.of(folder)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void page(HttpExchange exchange) throws IOException {
    try (var page = ChromiumPeer.class.getResourceAsStream("page.html")) {
      exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
      answer(exchange, page.readAllBytes());
    }
  }

  private void onSaid(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    said.add(new Said(text.substring(0, end), text.substring(end + 1)));
    answer(exchange, new byte[0]);
  }

  private void next(HttpExchange exchange) throws IOException {
    try {
      Said next = toSay.poll(10, TimeUnit.SECONDS);
      String text = next == null ? "nothing\n" : next.kind + "\n" + next.body;
      answer(exchange, text.getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  void say(String kind, String body) {
    toSay.add(new Said(kind, body));
  }

  @Override
  public void close() {
    browser.descendants().forEach(ProcessHandle::destroyForcibly);
    browser.destroyForcibly();
    try {
      browser.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
  }

  /// What the browser itself printed, for a failure's message.
  static String log(Path profile) {
    try {
      return Files.readString(profile.resolve("chromium.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
