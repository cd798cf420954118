package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.app.transfer.FileName;

/// Ten million long names are more bytes than an `int` counts: a directory that cannot be read, not a crash.
final class TooManyNamesTest {
  @Test
  void moreThanOneArrayHolds() {
    List<FileName> names = Collections.nCopies(10_000_000, FileName.of("n".repeat(255)));
    assertThatThrownBy(() -> NameList.of(names)).isInstanceOf(IOException.class);
  }

  @Test
  void fewAreSorted() throws Exception {
    NameList names = NameList.of(List.of(FileName.of("b"), FileName.of("a")));
    assertThat(names.size()).isEqualTo(2);
    assertThat(names.at(0)).isEqualTo(FileName.of("a"));
  }
}
