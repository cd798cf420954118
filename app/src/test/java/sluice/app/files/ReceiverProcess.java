package sluice.app.files;

import com.dynatrace.hash4j.hashing.Hashing;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.TransferEnd;

/// A transfer as a process of its own, for tests that kill it or give it a file system of its own. Arguments: source,
/// target, and what to do when the first bytes are about to be written: `run`, `wait` for its end, or `fill` the disk.
final class ReceiverProcess {
  /// A write that is asked for only when the first ones are done: more than the credit in blocks of 256 KiB.
  private static final int BEYOND_CREDIT = 150;

  private ReceiverProcess() {}

  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[1]);
    RealTransfer transfer =
        RealTransfer.of(
            SourceTree.of(List.of(args[0]), null), DestinationTree.of(target.toString()));
    int at = args[2].equals("wait") ? BEYOND_CREDIT : 1;
    int[] writes = {0};
    transfer.beforeDisk =
        disk -> {
          if (disk.command() instanceof DestinationCommand.Write && writes[0]++ == at) {
            hinder(args[2], target);
          }
        };
    transfer.run();
    System.out.println(
        "receiver "
            + transfer.receiverEnd().exitCode()
            + " sender "
            + transfer.senderEnd().exitCode());
    if (transfer.receiverEnd() instanceof TransferEnd.Failed failed) {
      System.out.println(failed.failure().sentence());
    }
  }

  private static void hinder(String how, Path target) {
    switch (how) {
      case "run" -> {}
      case "wait" -> {
        System.out.println("begun");
        try {
          Thread.currentThread().join();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      case "fill" -> fill(target);
      default -> throw new IllegalArgumentException(how);
    }
  }

  private static void fill(Path target) {
    byte[] piece = new byte[4_096];
    try (var filler =
        Files.newOutputStream(target.resolve("filler"), StandardOpenOption.CREATE_NEW)) {
      while (true) {
        filler.write(piece);
      }
    } catch (IOException e) {
      System.out.println("filled: " + e.getMessage());
    }
  }

  static List<String> command(Path source, Path target, String how) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath(),
        ReceiverProcess.class.getName(),
        source.toString(),
        target.toString(),
        how);
  }

  /// Where the classes came from that this process needs, however a test runner arranged that.
  private static String classPath() {
    return Stream.of(
            ReceiverProcess.class, TransferEnd.class, Hashing.class, JSON.class, JsonFactory.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> Path.of(URI.create(location.toString())).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
