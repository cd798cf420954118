package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.transfer.Limits;

/// Names that begin with a dot, straight into the home directory: only those that somebody saw, or all by option.
final class DotfilesAtHomeTest {
  @TempDir Path home;

  private final String realHome = System.getProperty("user.home");

  @BeforeEach
  void moveHome() {
    System.setProperty("user.home", home.toString());
  }

  @AfterEach
  void moveBack() {
    System.setProperty("user.home", realHome);
  }

  private static boolean refuses(Path target, int id, DestinationOptions.Allowance... allowances)
      throws Exception {
    return DestinationTree.of(target.toString(), new DestinationOptions(Set.of(allowances)))
        .refusesDotfile(id);
  }

  @Test
  void nobodyLooked() throws Exception {
    assertThat(refuses(home, 0)).isTrue();
  }

  @Test
  void whoIsAskedHasSeenTheFirstEntriesOnly() throws Exception {
    DestinationOptions.Allowance shown = DestinationOptions.Allowance.SHOWN_DOTFILES_AT_HOME;
    assertThat(refuses(home, Limits.ENTRY_WINDOW - 1, shown)).isFalse();
    assertThat(refuses(home, Limits.ENTRY_WINDOW, shown)).isTrue();
    assertThat(
            refuses(
                home, Limits.ENTRY_WINDOW, shown, DestinationOptions.Allowance.DOTFILES_AT_HOME))
        .isFalse();
  }

  @Test
  void elsewhereTheyAreNames() throws Exception {
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    assertThat(refuses(elsewhere, Limits.ENTRY_WINDOW)).isFalse();
  }
}
