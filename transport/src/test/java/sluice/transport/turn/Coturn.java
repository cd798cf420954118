package sluice.transport.turn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A real TURN server, Debian's coturn, on loopback.
public final class Coturn implements AutoCloseable {
  public static final String REALM = "sluice.test";
  public static final String SECRET = "shared secret";
  private static final Path PROGRAM = Path.of("/usr/bin/turnserver");
  private static final int RELAY_PORTS = 200;

  /// Ports below those that the system gives out by itself; each server of a JVM has its own.
  private static final AtomicInteger NEXT_RELAY_PORT =
      new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 40) * RELAY_PORTS);

  private final Path directory;
  private final List<String> command = new ArrayList<>();
  public final int port;
  public final int tlsPort;
  public final List<String> log = new CopyOnWriteArrayList<>();
  private Process process;

  private Coturn(Path directory, List<String> options) throws IOException {
    this.directory = directory;
    port = freePort();
    tlsPort = freePort();
    int relayPort = NEXT_RELAY_PORT.getAndAdd(RELAY_PORTS);
    command.addAll(
        List.of(
            PROGRAM.toString(),
            "-n",
            "--listening-port=" + port,
            "--tls-listening-port=" + tlsPort,
            "--min-port=" + relayPort,
            "--max-port=" + (relayPort + RELAY_PORTS - 1),
            "--realm=" + REALM,
            "--allow-loopback-peers",
            "--no-cli",
            "--no-dtls",
            "--userdb=" + directory.resolve("users"),
            "--pidfile=" + directory.resolve("pid"),
            "--log-file=stdout",
            "--simple-log",
            "--verbose"));
    command.addAll(options);
    if (options.stream().noneMatch(each -> each.startsWith("--listening-ip"))) {
      command.addAll(List.of("--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1"));
    }
  }

  public static boolean installed() {
    return Files.isExecutable(PROGRAM);
  }

  /// With a user `alice` whose password is `wonderland`.
  public static Coturn start(Path directory, String... options) throws Exception {
    var all = new ArrayList<>(List.of("--lt-cred-mech", "--user=alice:wonderland", "--no-tls"));
    all.addAll(List.of(options));
    return started(directory, all);
  }

  /// With the users of a shared secret, whose names begin with the end of their time.
  public static Coturn startWithSecret(Path directory, String... options) throws Exception {
    var all =
        new ArrayList<>(List.of("--use-auth-secret", "--static-auth-secret=" + SECRET, "--no-tls"));
    all.addAll(List.of(options));
    return started(directory, all);
  }

  public static Coturn startWithTls(Path directory, Path certificate, Path key) throws Exception {
    return started(
        directory,
        List.of(
            "--lt-cred-mech", "--user=alice:wonderland", "--cert=" + certificate, "--pkey=" + key));
  }

  private static Coturn started(Path directory, List<String> options) throws Exception {
    var coturn = new Coturn(Files.createTempDirectory(directory, "coturn"), options);
    coturn.run();
    return coturn;
  }

  /// A name and password that are good for so many seconds (the scheme that coturn calls its REST API).
  public static TurnCredential timed(long seconds) throws Exception {
    String name = System.currentTimeMillis() / 1_000 + seconds + ":bob";
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    byte[] made = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    return new TurnCredential(name, Base64.getEncoder().encodeToString(made));
  }

  private static int freePort() throws IOException {
    while (true) {
      try (var tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          var udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
        if (tcp.getLocalPort() == udp.getLocalPort()) {
          return udp.getLocalPort();
        }
      } catch (java.net.BindException e) {
        // Taken by UDP alone: another one.
      }
    }
  }

  private void run() throws Exception {
    var listening = new CountDownLatch(1);
    process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    Process started = process;
    Thread.ofVirtual()
        .start(
            () -> {
              try (var lines =
                  new BufferedReader(
                      new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  log.add(line);
                  if (line.contains("Total General servers")) {
                    listening.countDown();
                  }
                }
              } catch (IOException e) {
                log.add(e.toString());
              }
            });
    if (!listening.await(20, TimeUnit.SECONDS)) {
      throw new IOException("coturn did not start: " + log);
    }
  }

  /// Kills it and starts it anew, on the same port.
  public void restart() throws Exception {
    stop();
    run();
  }

  public void stop() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
