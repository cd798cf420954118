package sluice.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The command that goes on: as it was given, with what is used up left out, and fit for a shell.
final class AgainTest {
  @Test
  void theReceiversCodeIsASlot() {
    assertThat(Again.command("receive", List.of("rx", "42-pelican-violin", "-o", "in/", "--yes")))
        .isEqualTo("sluice receive NEW-CODE -o in/ --yes");
  }

  @Test
  void theSendersCodeIsLeftOut() {
    assertThat(
            Again.command(
                "send", List.of("send", "--code", "7-pelican-violin", "a", "--code=8-x-y", "b")))
        .isEqualTo("sluice send a b");
  }

  @Test
  void whatAShellWouldTakeApartIsQuoted() {
    assertThat(Again.command("send", List.of("tx", "it's $HOME", "--exclude", "*.o")))
        .isEqualTo("sluice send 'it'\\''s $HOME' --exclude '*.o'");
  }
}
