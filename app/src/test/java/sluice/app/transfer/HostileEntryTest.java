package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Entries of kinds that nobody agreed on, or that say what cannot be: the receiver ends with 12 before it is asked
/// about anything.
class HostileEntryTest {
  private static final String HELLO =
      "{\"type\":\"hello\",\"role\":\"sender\",\"versions\":[1],\"features\":[FEATURES],"
          + "\"maxEntries\":100000,\"maxMessageBytes\":65536}";

  private static HostileSenderTest.Victim offer(String features, String entry) {
    return new HostileSenderTest.Victim()
        .control(HELLO.replace("FEATURES", features))
        .control("{\"type\":\"offer\",\"sha256\":false}")
        .control("{\"type\":\"totals\",\"entries\":1,\"files\":1,\"roots\":1,\"bytes\":5}")
        .control("{\"type\":\"entries\",\"last\":true,\"entries\":[" + entry + "]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":0,\"type\":\"device\",\"name\":\"sda\",\"size\":5}",
        "{\"id\":0,\"type\":\"fifo\",\"name\":\"pipe\"}",
        "{\"id\":0,\"type\":\"socket\",\"name\":\"s\"}",
        "{\"id\":0,\"type\":\"text\",\"name\":\"text\",\"size\":1048577}",
        "{\"id\":0,\"type\":\"text\",\"name\":\"text\",\"size\":-1}",
        "{\"id\":0,\"type\":\"text\",\"name\":\"text\"}",
        "{\"id\":0,\"type\":\"text\",\"size\":5}"
      })
  void areRefused(String entry) {
    offer("\"trees\",\"streams\",\"text\"", entry).assertRefused();
  }

  @Test
  void aTextThatWasNotAgreedOn() {
    String text = "{\"id\":0,\"type\":\"text\",\"name\":\"text\",\"size\":5}";
    offer("\"trees\"", text).assertRefused();
    assertThat(offer("\"text\"", text).end).isNull();
  }
}
