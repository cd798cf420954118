package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.TransferEnd;

/// A sender without our sender's scruples offers names that lead elsewhere: nothing is made anywhere, exit 12.
class UnsafeOfferTest {
  @TempDir Path root;

  private RealTransfer offer(String... names) throws Exception {
    Path to = Files.createDirectories(root.resolve("a/b/to"));
    Path sources = Files.createDirectories(root.resolve("sources"));
    List<String> files = new ArrayList<>();
    for (int id = 0; id < names.length; id++) {
      files.add(Files.write(sources.resolve("source " + id), new byte[0]).toString());
    }
    List<FileName> sorted =
        Stream.of(names).map(FileName::of).sorted(FileName::compareBytes).toList();
    RealTransfer transfer =
        new RealTransfer(
            SourceTree.of(files, null),
            DestinationTree.of(to.toString()),
            ConflictPolicy.OVERWRITE,
            Hashes.RANGES);
    transfer.forgery =
        entries ->
            entries.stream()
                .<ManifestEntry>map(
                    entry -> ManifestEntry.file(entry.id(), sorted.get(entry.id()), 0, null, 0777))
                .toList();
    return transfer.run();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escaped",
        "../../escaped",
        "/tmp/escaped",
        "x/../../escaped",
        "sub/file",
        "..",
        ".",
        "nul\u0000",
        "\u001b]0;title\u0007",
        "a\nb",
        "\u202egpj.exe",
        ".sluice-part-0123456789abcdef0123456789abcdef"
      })
  void namesThatLeadElsewhere(String name) throws Exception {
    RealTransfer transfer = offer("fine", name);
    assertThat(transfer.receiverEnd().exitCode()).isEqualTo(12);
    assertThat(transfer.senderEnd().exitCode()).isEqualTo(12);
    String sentence = ((TransferEnd.Failed) transfer.receiverEnd()).failure().sentence();
    assertThat(sentence).startsWith("Refused").matches("[\\x20-\\x7e]+");
    assertThat(ReceivedFilesTest.names(root)).containsExactly("a", "sources");
    assertThat(ReceivedFilesTest.names(root.resolve("a/b"))).containsExactly("to");
    assertThat(root.resolve("a/b/to")).isEmptyDirectory();
  }

  /// On a file system that takes both names for one, the second must not replace the first, which came with it.
  @Test
  void namesThatDifferOnlyInCase() throws Exception {
    Path to = Files.createDirectories(root.resolve("a/b/to"));
    assertThat(offer("Readme", "README").receiverEnd().exitCode()).isZero();
    assertThat(ReceivedFilesTest.names(to)).containsExactly("README", "Readme");
    Files.delete(to.resolve("Readme"));
    Files.writeString(to.resolve("README"), "came before");
    assertThat(offer("Readme", "README").receiverEnd().exitCode()).isZero();
    assertThat(to.resolve("README")).isEmptyFile();
  }
}
