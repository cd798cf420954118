package sluice.transport.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.transport.ChannelOptions;
import sluice.transport.Collector;
import sluice.transport.DataChannel;
import sluice.transport.Ear;
import sluice.transport.PeerEnd;
import sluice.transport.PeerEvent;
import sluice.transport.PeerOptions;

/// libdatachannel (usrsctp) and aiortc (an SCTP of its own, in Python) at the other end, whoever offers. Neither is told
/// of candidates one by one: they get a description that holds them all.
@Timeout(60)
class OtherStacksInteropTest {
  private static final int MESSAGE_BYTES = 65_536;

  private final LinkedBlockingQueue<String> errors = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> description = new CompletableFuture<>();
  private final StringBuilder candidates = new StringBuilder();
  private final CompletableFuture<String> allCandidates = new CompletableFuture<>();
  private final CompletableFuture<DataChannel> offered = new CompletableFuture<>();

  /// The bytes that the scripts know too.
  private static byte[] noise(int seed, int length) {
    var bytes = new byte[length];
    int x = seed;
    for (int i = 0; i < length; i++) {
      x = x * 1_664_525 + 1_013_904_223;
      bytes[i] = (byte) (x >>> 24);
    }
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "LIBDATACHANNEL, offer",
    "LIBDATACHANNEL, answer",
    "AIORTC, offer",
    "AIORTC, answer",
  })
  void bytesGoBothWays(
      ScriptedPeer.Stack stack, String role, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws Exception {
    var collector = new Collector(stack.totalBytes);
    var we = new PeerEnd(PeerOptions.defaults());
    we.early = event -> onEvent(event, collector);
    try (var they = new ScriptedPeer(stack, role, folder, (kind, text) -> hear(we, kind, text))) {
      var ear = new Ear();
      DataChannel ours = we.connection.openChannel("ours", ChannelOptions.RELIABLE, ear);
      if (role.equals("answer")) {
        we.connection.offer();
      }
      String text = description.get(20, TimeUnit.SECONDS) + allCandidates.get(20, TimeUnit.SECONDS);
      they.say("description", text + "a=end-of-candidates\r\n");
      we.await(PeerEvent.Connected.class);
      assertThat(ear.next()).isEqualTo("open");
      ours.send("grüezi 👋");
      assertThat(ear.next()).isEqualTo("text echo grüezi 👋");
      byte[] data = noise(1, stack.totalBytes);
      for (int at = 0; at < data.length; at += MESSAGE_BYTES) {
        ours.send(ByteBuffer.wrap(data, at, MESSAGE_BYTES));
      }
      assertThat(ear.next()).isEqualTo("text all " + stack.totalBytes);
      assertThat(collector.done.get(40, TimeUnit.SECONDS)).isEqualTo(noise(2, stack.totalBytes));
      assertThat(offered.join().label()).isEqualTo("theirs");
      assertThat(errors).isEmpty();
      ours.close();
      assertThat(ear.next()).isEqualTo("closed");
    } finally {
      we.connection.abort("the test is over");
    }
  }

  private void onEvent(PeerEvent event, Collector collector) {
    switch (event) {
      case PeerEvent.LocalDescription local -> description.complete(local.description());
      case PeerEvent.LocalCandidate local ->
          candidates.append("a=").append(local.candidate()).append("\r\n");
      case PeerEvent.CandidatesComplete _ -> allCandidates.complete(candidates.toString());
      case PeerEvent.ChannelOffered(DataChannel channel) -> {
        channel.listen(collector);
        offered.complete(channel);
      }
      default -> {}
    }
  }

  private void hear(PeerEnd we, String kind, String text) {
    switch (kind) {
      case "description" -> {
        if (text.contains("a=setup:actpass")) {
          we.connection.acceptOffer(text);
        } else {
          we.connection.acceptAnswer(text);
        }
      }
      case "candidate" -> we.connection.addRemoteCandidate(text);
      default -> errors.add(kind + " " + text);
    }
  }
}
