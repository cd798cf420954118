package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What reaches BouncyCastle, and in which order.
class HandshakeGateTest {

  private final List<byte[]> passed = new ArrayList<>();
  private final HandshakeGate client = new HandshakeGate(DtlsRole.CLIENT, passed::add);
  private final HandshakeGate server = new HandshakeGate(DtlsRole.SERVER, passed::add);

  private static byte[] record(int type, int version, int epoch, byte[] body) {
    return ByteBuffer.allocate(13 + body.length)
        .put((byte) type)
        .putShort((short) version)
        .putShort((short) epoch)
        .putShort((short) 0)
        .putInt(1)
        .putShort((short) body.length)
        .put(body)
        .array();
  }

  private static byte[] fragment(int type, int length, int offset, int fragmentLength) {
    return ByteBuffer.allocate(12 + fragmentLength)
        .putInt(type << 24 | length)
        .putShort((short) 0)
        .put((byte) (offset >> 16))
        .putShort((short) offset)
        .put((byte) (fragmentLength >> 16))
        .putShort((short) fragmentLength)
        .array();
  }

  private static byte[] message(int type, int length) {
    return record(22, 0xfefd, 0, fragment(type, length, 0, length));
  }

  private static byte[] changeCipherSpec() {
    return record(20, 0xfefd, 0, new byte[] {1});
  }

  private static byte[] finished() {
    return record(22, 0xfefd, 1, new byte[48]);
  }

  @Test
  void aServerHoldsTheEndBackUntilTheFlightIsWhole() {
    byte[] changeCipherSpec = changeCipherSpec();
    byte[] finished = finished();
    assertThat(server.receive(finished)).isTrue();
    assertThat(server.receive(changeCipherSpec)).isTrue();
    assertThat(server.receive(message(11, 300))).isTrue();
    assertThat(server.receive(message(16, 66))).isTrue();
    assertThat(server.receive(record(22, 0xfefd, 0, fragment(15, 72, 40, 32)))).isTrue();
    assertThat(passed).hasSize(3);
    assertThat(server.receive(record(22, 0xfefd, 0, fragment(15, 72, 0, 40)))).isTrue();
    assertThat(passed).hasSize(6).endsWith(changeCipherSpec, finished);
  }

  @Test
  void aClientHoldsOnlyAFinishedThatCameTooEarly() {
    byte[] changeCipherSpec = changeCipherSpec();
    byte[] finished = finished();
    assertThat(client.receive(finished)).isTrue();
    assertThat(passed).isEmpty();
    assertThat(client.receive(changeCipherSpec)).isTrue();
    assertThat(passed).containsExactly(changeCipherSpec, finished);
  }

  /// BouncyCastle would reserve the length that a fragment claims.
  @Test
  void noMessageIsLongerThanTheLimit() {
    int limit = Credentials.MAX_HANDSHAKE_MESSAGE_BYTES;
    assertThat(client.receive(record(22, 0xfefd, 0, fragment(11, limit, 0, 100)))).isTrue();
    assertThat(client.receive(record(22, 0xfefd, 0, fragment(11, limit + 1, 0, 100)))).isFalse();
    assertThat(client.receive(record(22, 0xfefd, 0, fragment(11, 0xff_ffff, 0, 100)))).isFalse();
  }

  @Test
  void nothingMalformedPasses() {
    assertThat(client.receive(record(22, 0xfefd, 0, new byte[0]))).isFalse();
    assertThat(client.receive(record(22, 0xfefd, 0, new byte[11]))).isFalse();
    assertThat(client.receive(record(22, 0xfefd, 0, fragment(11, 10, 5, 6)))).isFalse();
    byte[] cut = fragment(11, 100, 0, 50);
    assertThat(client.receive(record(22, 0xfefd, 0, java.util.Arrays.copyOf(cut, 61)))).isFalse();
    assertThat(client.receive(record(20, 0xfefd, 0, new byte[2]))).isFalse();
    assertThat(client.receive(record(20, 0xfefd, 1, new byte[1]))).isFalse();
    assertThat(client.receive(record(22, 0xfefd, 1, new byte[24]))).isFalse();
    assertThat(client.receive(record(22, 0xfefd, 2, new byte[48]))).isFalse();
    assertThat(passed).isEmpty();
  }

  /// The first record settles the version for BouncyCastle.
  @Test
  void onlyHellosMayBeOfAnOlderVersion() {
    assertThat(client.receive(record(22, 0xfeff, 0, fragment(3, 20, 0, 20)))).isTrue();
    assertThat(server.receive(record(22, 0xfeff, 0, fragment(1, 20, 0, 20)))).isTrue();
    assertThat(client.receive(record(22, 0xfeff, 0, fragment(2, 20, 0, 20)))).isFalse();
    assertThat(client.receive(record(22, 0xfefc, 0, fragment(2, 20, 0, 20)))).isFalse();
    assertThat(client.receive(record(20, 0xfeff, 0, new byte[] {1}))).isFalse();
  }

  @Test
  void whatIsHeldHasALimit() {
    for (int i = 0; i < RecordBuffer.MAX_RECORDS; i++) {
      assertThat(server.receive(finished())).isTrue();
    }
    assertThat(server.receive(finished())).isFalse();
  }
}
