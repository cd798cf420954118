package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Folder;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;
import sluice.app.transfer.Totals;

/// A text never comes near the disk, wherever a hostile sender puts it.
final class TextRouteTest {
  private final List<DestinationCommand> disk = new ArrayList<>();
  private final List<DestinationCommand> screen = new ArrayList<>();
  private final List<DestinationResult> results = new ArrayList<>();
  private final TextRoute route = new TextRoute(disk::add, () -> screen::add, results::add);
  private final DestinationCommand weigh = new DestinationCommand.Weigh(new Totals(1, 1, 1, 5));

  private static DestinationCommand judge(ManifestEntry... entries) {
    return new DestinationCommand.Judge(
        List.of(entries).stream().map(entry -> new Placed(entry, Folder.ROOT, null)).toList());
  }

  private static ManifestEntry text(int id) {
    return new ManifestEntry.Text(id, FileName.of("text"), 5);
  }

  private static ManifestEntry file(int id) {
    return ManifestEntry.file(id, FileName.of("a"), 5, null, 0644);
  }

  @Test
  void aTextGoesToTheScreenWhateverComesFirst() {
    DestinationCommand judge = judge(text(0));
    route.accept(weigh);
    route.accept(judge);
    assertThat(screen).containsExactly(weigh, judge);
    assertThat(disk).isEmpty();
  }

  @Test
  void filesGoToTheDisk() {
    DestinationCommand judge = judge(file(0));
    route.accept(weigh);
    route.accept(judge);
    assertThat(disk).containsExactly(weigh, judge);
    assertThat(screen).isEmpty();
  }

  @Test
  void aTextAmongFilesIsAViolation() {
    for (List<DestinationCommand> commands :
        List.of(
            List.of(judge(file(0), text(1))),
            List.<DestinationCommand>of(judge(file(0)), judge(text(1))))) {
      results.clear();
      TextRoute fresh = new TextRoute(disk::add, () -> screen::add, results::add);
      commands.forEach(fresh);
      assertThat(results).hasSize(1);
      assertThat(((DestinationResult.Failed) results.getFirst()).code())
          .isEqualTo(ErrorCode.PROTOCOL);
      assertThat(screen).isEmpty();
    }
  }

  @Test
  void whatEndsBeforeItIsKnownEndsAtTheDisk() {
    DestinationCommand close = new DestinationCommand.Close(DestinationCommand.Leaving.REMOVE);
    route.accept(close);
    assertThat(disk).containsExactly(close);
  }
}
