package sluice.signaling.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two machines on one link: network namespaces of this test's own. Needs root and `ip`.
@Timeout(120)
class LanDiscoveryTest {
  private final String one = "sluice-a" + ProcessHandle.current().pid();
  private final String other = "sluice-b" + ProcessHandle.current().pid();
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void makeNetwork() throws Exception {
    assumeTrue(succeeds("ip", "netns", "add", one), "no network namespaces: needs root and ip");
    run("ip", "netns", "add", other);
    run(
        "ip", "link", "add", "lan0", "netns", one, "type", "veth", "peer", "name", "lan0", "netns",
        other);
    for (String host : List.of(one, other)) {
      run("ip", "-n", host, "link", "set", "lo", "up");
      // An address of this link is its own at once; nobody else is here to have it.
      run(
          "ip",
          "netns",
          "exec",
          host,
          "sh",
          "-c",
          "echo 0 > /proc/sys/net/ipv6/conf/lan0/accept_dad");
      run("ip", "-n", host, "link", "set", "lan0", "up");
    }
  }

  @AfterEach
  void removeNetwork() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    succeeds("ip", "netns", "del", one);
    succeeds("ip", "netns", "del", other);
  }

  @Test
  void theHolderIsFoundAcrossTheLink() throws Exception {
    run("ip", "-n", one, "addr", "add", "10.77.0.1/24", "dev", "lan0");
    run("ip", "-n", other, "addr", "add", "10.77.0.2/24", "dev", "lan0");
    hold(one, "4321");
    assertThat(find(other, "4321")).isEqualTo("Found[relay=ws://10.77.0.1:4711]");
    assertThat(find(other, "4322")).isEqualTo("None[]");
  }

  @Test
  void theHolderIsFoundByLinkLocalAddressesAlone() throws Exception {
    hold(one, "4321");
    assertThat(find(other, "4321")).startsWith("Found[relay=ws://[fe80:").endsWith("]:4711]");
  }

  @Test
  void holdersOnTwoMachinesAreAmbiguous() throws Exception {
    run("ip", "-n", one, "addr", "add", "10.77.0.1/24", "dev", "lan0");
    run("ip", "-n", other, "addr", "add", "10.77.0.2/24", "dev", "lan0");
    hold(one, "4321");
    hold(other, "4321");
    assertThat(find(other, "4321")).isEqualTo("Ambiguous[holders=2]");
  }

  private void hold(String host, String nameplate) throws IOException {
    Process process = java(host, "hold", nameplate);
    BufferedReader lines = process.inputReader();
    assertThat(lines.readLine()).isEqualTo("holding " + nameplate);
  }

  private String find(String host, String nameplate) throws IOException {
    return String.valueOf(java(host, "find", nameplate).inputReader().readLine());
  }

  private Process java(String host, String verb, String nameplate) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "ip",
            "netns",
            "exec",
            host,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LanHost.class.getName(),
            verb,
            nameplate);
    builder.environment().remove("SLUICE_DISCOVERY");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static void run(String... command) throws Exception {
    assertThat(succeeds(command)).as(String.join(" ", command)).isTrue();
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }
}
