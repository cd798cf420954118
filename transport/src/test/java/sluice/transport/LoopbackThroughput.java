package sluice.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Measures what the transport alone moves from the memory of one process to that of another on this
/// machine, with the JVM options that this program got: from the first byte on, and without the first GB (a quarter, where
/// it is less than 1333 MiB), in which the JVM warms up. A program, not a test: its argument is the number of MiB; the
/// system property `sluice.mtu` caps the packets.
final class LoopbackThroughput {
  private static final int MESSAGE_BYTES = 65_536;
  private static final long WARM_BYTES = 1_000_000_000;
  private static final PeerOptions OPTIONS =
      PeerPair.LOOPBACK.withMtu(Integer.getInteger("sluice.mtu", PeerOptions.MAX_MTU_BYTES));

  private LoopbackThroughput() {}

  public static void main(String[] arguments) throws Exception {
    long bytes = Long.parseLong(arguments[0]) << 20;
    if (arguments.length > 1) {
      receive(bytes);
      return;
    }
    send(bytes, startReceiver(arguments[0]));
  }

  private static Process startReceiver(String mebibytes) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      command.add(option.replace("sender", "receiver"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LoopbackThroughput.class.getName(), mebibytes, "receive"));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void send(long bytes, Process receiver) throws Exception {
    PrintStream out = new PrintStream(receiver.getOutputStream(), true, StandardCharsets.UTF_8);
    BufferedReader in = receiver.inputReader(StandardCharsets.UTF_8);
    CountDownLatch connected = new CountDownLatch(1);
    PeerConnection connection = PeerConnection.open(OPTIONS, event -> tell(event, out, connected));
    DataChannel channel =
        connection.openChannel("data", ChannelOptions.RELIABLE, new Counting(Long.MAX_VALUE));
    Thread.ofPlatform().daemon().start(() -> listen(in, connection));
    connection.offer();
    connected.await();
    long begin = System.nanoTime();
    long cpu = cpuNanos();
    byte[] message = PeerPair.random(MESSAGE_BYTES, 1);
    for (long sent = 0; sent < bytes; sent += MESSAGE_BYTES) {
      channel.send(ByteBuffer.wrap(message));
    }
    receiver.waitFor();
    report("sender", bytes, begin, cpu, connection);
    System.exit(0);
  }

  private static void receive(long bytes) throws Exception {
    PrintStream out = System.out;
    Counting counting = new Counting(bytes);
    CountDownLatch connected = new CountDownLatch(1);
    PeerConnection connection =
        PeerConnection.open(
            OPTIONS,
            event -> {
              if (event instanceof PeerEvent.ChannelOffered(DataChannel channel)) {
                channel.listen(counting);
              }
              tell(event, out, connected);
            });
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Thread.ofPlatform().daemon().start(() -> listen(in, connection));
    connected.await();
    long begin = System.nanoTime();
    long cpu = cpuNanos();
    counting.done.await();
    report("receiver", bytes, begin, cpu, connection);
    long steadyNanos = System.nanoTime() - counting.warmAtNanos;
    System.err.printf(
        "steady   %.0f MB/s%n", (bytes - counting.warmBytes) * 1e3 / Math.max(steadyNanos, 1));
    System.exit(0);
  }

  private static void report(
      String who, long bytes, long begin, long cpu, PeerConnection connection) throws IOException {
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.err.printf(
        "%-8s %.0f MB/s, %.2f s, %.2f CPU-s, peak %s, %s%n",
        who,
        bytes / 1e6 / seconds,
        seconds,
        (cpuNanos() - cpu) / 1e9,
        peakResident(),
        connection.statistics());
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static String peakResident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("unknown")
        .replaceAll("\\s+", " ");
  }

  private static void tell(PeerEvent event, PrintStream out, CountDownLatch connected) {
    switch (event) {
      case PeerEvent.LocalDescription(String description) ->
          out.println("D " + encode(description));
      case PeerEvent.LocalCandidate(String candidate) -> out.println("C " + encode(candidate));
      case PeerEvent.Connected ready -> connected.countDown();
      case PeerEvent.Failed failed -> System.err.println(failed);
      default -> {}
    }
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void listen(BufferedReader in, PeerConnection connection) {
    in.lines()
        .forEach(
            line -> {
              String text =
                  new String(Base64.getDecoder().decode(line.substring(2)), StandardCharsets.UTF_8);
              if (line.charAt(0) == 'C') {
                connection.addRemoteCandidate(text);
              } else if (text.contains("a=setup:actpass")) {
                connection.acceptOffer(text);
              } else {
                connection.acceptAnswer(text);
              }
            });
  }

  private static final class Counting implements ChannelListener {
    final CountDownLatch done = new CountDownLatch(1);
    final long warmBytes;
    volatile long warmAtNanos;
    private final long total;
    private long received;

    Counting(long total) {
      this.total = total;
      this.warmBytes = Math.min(WARM_BYTES, total / 4);
    }

    @Override
    public void onBinary(DataChannel channel, ByteBuffer message) {
      received += message.remaining();
      if (warmAtNanos == 0 && received >= warmBytes) {
        warmAtNanos = System.nanoTime();
      }
      if (received >= total) {
        done.countDown();
      }
    }

    @Override
    public void onText(DataChannel channel, String message) {}
  }
}
