package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Manifests of trees that cannot be: the receiver ends with 12 before anything is made.
class HostileManifestTest {
  private static final String HELLO =
      "{\"type\":\"hello\",\"role\":\"sender\",\"versions\":[1],\"features\":[\"trees\"],"
          + "\"maxEntries\":100000,\"maxMessageBytes\":65536}";
  private static final String OFFER = "{\"type\":\"offer\"}";

  private static String totals(int entries, long bytes) {
    return ControlWriter.write(new ControlMessage.Counted(new Totals(entries, entries, 1, bytes)));
  }

  private static HostileSenderTest.Victim offer(boolean last, List<ManifestEntry> entries) {
    HostileSenderTest.Victim victim =
        new HostileSenderTest.Victim()
            .control(HELLO)
            .control(OFFER)
            .control(totals(Math.max(1, entries.size()), 0));
    for (int from = 0; from < entries.size() && victim.end == null; from += 100) {
      int to = Math.min(entries.size(), from + 100);
      victim.control(
          ControlWriter.write(
              new ControlMessage.Entries(entries.subList(from, to), last && to == entries.size())));
    }
    return victim;
  }

  private static ManifestEntry directory(int id, String name) {
    return new ManifestEntry.Directory(id, FileName.of(name), Attributes.NONE);
  }

  private static ManifestEntry leave(int id) {
    return new ManifestEntry.Leave(id);
  }

  private static ManifestEntry file(int id, String name) {
    return ManifestEntry.file(id, FileName.of(name), 0, null, 0644);
  }

  private static ManifestEntry symlink(int id, String name) {
    return new ManifestEntry.Symlink(id, FileName.of(name), FileName.of("/etc"), Attributes.NONE);
  }

  private static ManifestEntry hardLink(int id, String name, int original) {
    return new ManifestEntry.HardLink(id, FileName.of(name), original);
  }

  private static ManifestEntry original(int id, String name) {
    return new ManifestEntry.File(
        id, FileName.of(name), 0, Attributes.NONE, ManifestEntry.Layout.WHOLE, 1);
  }

  static Stream<List<ManifestEntry>> manifests() {
    return Stream.of(
        List.of(leave(0)),
        List.of(directory(0, "d"), leave(1), leave(2)),
        List.of(directory(0, "d"), file(1, "x")),
        List.of(file(0, "b"), file(1, "a")),
        List.of(file(0, "a"), file(1, "a")),
        List.of(directory(0, "d"), leave(1), directory(2, "d"), leave(3)),
        List.of(directory(0, "d"), leave(1), directory(2, "c"), leave(3)),
        // A file beneath a symlink.
        List.of(symlink(0, "d"), directory(1, "d"), file(2, "x"), leave(3)),
        // Hard links to what has no further names, is no file, or has none left.
        List.of(file(0, "a"), hardLink(1, "b", 0)),
        List.of(directory(0, "d"), leave(1), hardLink(2, "e", 0)),
        List.of(original(0, "a"), hardLink(1, "b", 0), hardLink(2, "c", 0)),
        nested(17, "x".repeat(250)),
        nested(Limits.DEPTH + 1, "x"),
        List.of());
  }

  private static List<ManifestEntry> nested(int depth, String name) {
    List<ManifestEntry> entries = new ArrayList<>();
    for (int id = 0; id < depth; id++) {
      entries.add(directory(id, name));
    }
    for (int id = depth; id < 2 * depth; id++) {
      entries.add(leave(id));
    }
    return entries;
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void areRefused(List<ManifestEntry> manifest) {
    HostileSenderTest.Victim victim = offer(true, manifest);
    if (manifest.isEmpty()) {
      victim.control("{\"type\":\"entries\",\"entries\":[],\"last\":true}");
    }
    victim.assertRefused();
    assertThat(victim.disk.made).isEmpty();
  }

  @Test
  void theTestsOwnManifestIsGoodWhenItWantsTo() {
    HostileSenderTest.Victim victim =
        offer(
            true,
            List.of(
                directory(0, "d"),
                directory(1, "e"),
                leave(2),
                symlink(3, "f"),
                leave(4),
                symlink(5, "g")));
    assertThat(victim.said.getLast()).contains("\"done\"").contains("\"entries\":6");
    assertThat(victim.disk.made).hasSize(6);
  }

  /// One type of entry after the other, without the feature.
  @Test
  void treesThatWereNotAgreedOn() {
    for (ManifestEntry entry : List.of(directory(0, "d"), symlink(0, "l"), original(0, "o"))) {
      HostileSenderTest.Victim victim =
          new HostileSenderTest.Victim()
              .control(HELLO.replace("\"trees\"", ""))
              .control(OFFER)
              .control(totals(1, 0))
              .control(ControlWriter.write(new ControlMessage.Entries(List.of(entry), false)));
      victim.assertRefused();
    }
  }

  /// Far more than was announced, by entries or by bytes.
  @Test
  void moreThanTheUserAgreedTo() {
    List<ManifestEntry> many = new ArrayList<>();
    for (int id = 0; id < 2_000; id++) {
      many.add(file(id, String.format("%05d", id)));
    }
    HostileSenderTest.Victim victim =
        new HostileSenderTest.Victim().control(HELLO).control(OFFER).control(totals(10, 0));
    for (int from = 0; from < many.size() && victim.end == null; from += 100) {
      victim.control(
          ControlWriter.write(new ControlMessage.Entries(many.subList(from, from + 100), false)));
    }
    victim.assertRefused();
    offer(true, List.of(ManifestEntry.file(0, FileName.of("a"), 1L << 40, null, 0)))
        .assertRefused();
  }
}
