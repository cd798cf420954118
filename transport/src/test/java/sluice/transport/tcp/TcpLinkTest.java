package sluice.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Bytes go both ways, in order, through bounded queues, and every end is told.
class TcpLinkTest {
  @Test
  void whatIsSentComesBack() throws Exception {
    try (TestServer server = TestServer.echo();
        var end = new LinkEnd(LinkEnd.target("127.0.0.1", server.port()))) {
      assertThat(end.roundTrip("hello")).isEqualTo("hello");
      assertThat(end.open.join().getPort()).isEqualTo(server.port());
    }
  }

  @Test
  void megabytesPassWholeAndInOrder() throws Exception {
    try (TestServer server = TestServer.echo();
        var end = new LinkEnd(LinkEnd.target("localhost", server.port()))) {
      end.open.get(10, TimeUnit.SECONDS);
      var bytes = new byte[8 << 20];
      new Random(1).nextBytes(bytes);
      for (int at = 0; at < bytes.length; ) {
        byte[] piece = java.util.Arrays.copyOfRange(bytes, at, at + 4_096);
        if (end.link.send(piece)) {
          at += piece.length;
        } else {
          assertThat(end.rooms.poll(10, TimeUnit.SECONDS)).isEqualTo("room");
        }
      }
      assertThat(end.await(bytes.length)).isEqualTo(bytes);
    }
  }

  @Test
  void aServerThatDoesNotReadFillsTheQueueAndNothingElse() throws Exception {
    var over = new CountDownLatch(1);
    TestServer.Handler deaf =
        socket -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (var server = new TestServer(TestServer.loopback(), deaf);
        var end = new LinkEnd(LinkEnd.target("127.0.0.1", server.port()))) {
      end.open.get(10, TimeUnit.SECONDS);
      int refused = 0;
      long sent = 0;
      while (refused < 3) {
        if (end.link.send(new byte[64 << 10])) {
          sent += 64 << 10;
          assertThat(sent).isLessThan(1L << 30);
        } else {
          refused++;
        }
      }
      over.countDown();
    }
  }

  @Test
  void aServerThatHangsUpIsTold() throws Exception {
    try (var server = new TestServer(TestServer.loopback(), socket -> {});
        var end = new LinkEnd(LinkEnd.target("127.0.0.1", server.port()))) {
      assertThat(end.failure().stage()).isEqualTo(TcpFailure.Stage.ENDED);
    }
  }

  @Test
  void nobodyThereIsTold() throws Exception {
    int port;
    try (ServerSocket gone = TestServer.loopback()) {
      port = gone.getLocalPort();
    }
    try (var end = new LinkEnd(LinkEnd.target("127.0.0.1", port))) {
      assertThat(end.failure().stage()).isEqualTo(TcpFailure.Stage.CONNECT);
    }
  }

  @Test
  void aNameWithoutAddressIsTold() throws Exception {
    try (var end = new LinkEnd(LinkEnd.target("nowhere.invalid", 1))) {
      assertThat(end.failure().stage()).isEqualTo(TcpFailure.Stage.LOOK_UP);
    }
  }
}
