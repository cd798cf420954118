package sluice.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// An offer of more than a person reads is told in a few lines, with the count of the whole and what is hidden in it.
final class LargeOfferTest {
  private static List<UiEvent.OfferedFile> files(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new UiEvent.OfferedFile("dir/f" + i, 5))
        .toList();
  }

  private static List<String> lines(UiEvent.Offer offer) {
    String text = Wording.line(offer);
    assertThat(text).isNotNull();
    return text.lines().toList();
  }

  @Test
  void whoIsAskedSeesTheCountOfTheWhole() {
    List<String> lines =
        lines(
            new UiEvent.Offer(
                files(16_384), 1_000_000, List.of(), 5_000_000, UiEvent.Direction.RECEIVING));
    assertThat(lines).hasSize(12);
    assertThat(lines.getFirst()).isEqualTo("Offered: 1000000 files, 5.00 MB");
    assertThat(lines.getLast()).isEqualTo("  and 999990 more");
  }

  @Test
  void hiddenNamesAreToldHoweverManyFilesThereAre() {
    List<String> lines =
        lines(
            new UiEvent.Offer(
                files(500),
                500,
                List.of(".profile", ".s\u001b[2Jsh"),
                2_500,
                UiEvent.Direction.RECEIVING));
    assertThat(lines).contains("  hidden at the top level: .profile").hasSize(14);
    assertThat(lines.getLast())
        .startsWith("  hidden at the top level: .s")
        .doesNotContain("\u001b");
  }

  @Test
  void programsAreMarked() {
    UiEvent.Offer offer =
        new UiEvent.Offer(
            List.of(new UiEvent.OfferedFile(".run", 5, true), new UiEvent.OfferedFile("text", 5)),
            2,
            List.of(),
            10,
            UiEvent.Direction.RECEIVING);
    assertThat(lines(offer)).contains("  .run  (5 B, hidden, executable)", "  text  (5 B)");
  }

  /// What was listed is not told again; of what was not, programs and hidden names are.
  @Test
  void amongTheUnlistedWhatMattersIsNamed() {
    List<UiEvent.OfferedFile> files = new java.util.ArrayList<>(files(11));
    files.addFirst(new UiEvent.OfferedFile(".first", 5));
    files.addLast(new UiEvent.OfferedFile("bin/run\u001b", 5, true));
    List<String> lines =
        lines(
            new UiEvent.Offer(
                files, 13, List.of(".first", ".ssh"), 65, UiEvent.Direction.RECEIVING));
    assertThat(lines.subList(11, lines.size()))
        .containsExactly(
            "  and 3 more",
            "  hidden at the top level: .ssh",
            "  executable among them: bin/run\\u{1b}");
  }

  @Test
  void anAddressIsWrittenAsPeopleWriteIt() throws Exception {
    for (String[] pair :
        new String[][] {
          {"fd00:0:0:0:0:0:0:2", "[fd00::2]:9"},
          {"0:0:0:0:0:0:0:1", "[::1]:9"},
          {"2001:db8:0:0:1:0:0:0", "[2001:db8:0:0:1::]:9"},
          {"1:2:3:4:5:6:7:0", "[1:2:3:4:5:6:7:0]:9"},
          {"192.0.2.1", "192.0.2.1:9"}
        }) {
      assertThat(
              Addresses.text(
                  new java.net.InetSocketAddress(java.net.InetAddress.getByName(pair[0]), 9)))
          .isEqualTo(pair[1]);
    }
  }

  @Test
  void aStreamHasNoSize() {
    List<String> lines =
        lines(
            new UiEvent.Offer(
                List.of(new UiEvent.OfferedFile("s", -1)),
                1,
                List.of(),
                -1,
                UiEvent.Direction.RECEIVING));
    assertThat(lines).containsExactly("Offered: 1 file, of unknown size", "  s  (of unknown size)");
  }

  /// `--dry-run` shows what would be sent: all of it.
  @Test
  void whoOnlyLooksSeesAll() {
    UiEvent.Offer offer =
        new UiEvent.Offer(files(500), 500, List.of(), 2_500, UiEvent.Direction.REHEARSING);
    assertThat(lines(offer)).hasSize(501);
  }
}
