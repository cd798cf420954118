package sluice.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/// Records that come before they can be used, and a server's patience.
class EarlyRecordsTest {

  /// The path brings the server's data before its Finished.
  @Test
  void dataBeforeTheEndOfTheHandshakeIsKept() throws Exception {
    ArrayDeque<byte[]> held = new ArrayDeque<>();
    try (Encounter encounter =
        Encounter.withPlain(
                DtlsRole.CLIENT,
                PlainIdentity.ecdsa(),
                PlainEndpoint.Habits.USUAL,
                (from, index, datagram, deliver) -> {
                  boolean isFinished =
                      datagram[0] == HandshakeGate.CHANGE_CIPHER_SPEC || datagram[4] == 1;
                  if (from == DtlsRole.SERVER
                      && isFinished
                      && datagram[0] != RecordProtection.APPLICATION_DATA) {
                    held.add(datagram);
                  } else {
                    deliver.accept(datagram);
                  }
                })
            .start()) {
      encounter.until(encounter.server::isEstablished);
      encounter.server.send("early");
      encounter.until(() -> encounter.clientLink().link.earlyBytes() > 0);
      assertThat(encounter.client.isEstablished()).isFalse();
      assertThat(encounter.client.received()).isEmpty();

      held.forEach(encounter.client::receive);
      encounter.until(() -> encounter.client.received().contains("early"));
    }
  }

  @Test
  void datagramsBeforeTheStartAreKept() {
    try (Encounter encounter = Encounter.ofLinks(Encounter.Network.PERFECT)) {
      encounter.client.start();
      encounter.until(() -> encounter.clientDatagrams == 1);
      encounter.network = (from, index, datagram, deliver) -> {};
      encounter.server.start();
      encounter.until(() -> encounter.serverDatagrams == 1);
      encounter.network = Encounter.Network.PERFECT;
      encounter.converse();
    }
  }

  @Test
  void butOnlyUpToALimit() {
    LinkEndpoint end =
        Encounter.link(
            DtlsRole.SERVER,
            LinkEndpoint.newIdentity(),
            LinkEndpoint.newIdentity().fingerprint(),
            new Semaphore(0));
    byte[] record = new byte[1200];
    record[0] = RecordProtection.APPLICATION_DATA;
    record[11] = (byte) ((record.length - RecordProtection.HEADER_BYTES) >> 8);
    record[12] = (byte) (record.length - RecordProtection.HEADER_BYTES);
    for (int i = 0; i < 10_000; i++) {
      end.receive(record);
    }
    assertThat(end.link.earlyBytes()).isBetween(1, RecordBuffer.MAX_BYTES);
    assertThat(end.link.droppedRecords())
        .isEqualTo(10_000 - RecordBuffer.MAX_BYTES / record.length);
    end.close();
    assertThat(end.link.earlyBytes()).isZero();
  }

  @Test
  void severalRecordsShareADatagram() {
    List<byte[]> datagrams = new ArrayList<>();
    try (Encounter encounter =
        Encounter.ofLinks(
                (from, index, datagram, deliver) -> {
                  datagrams.add(datagram);
                  deliver.accept(datagram);
                })
            .start()) {
      encounter.converse();
      assertThat(datagrams).allSatisfy(d -> assertThat(d.length).isLessThanOrEqualTo(1200));
      byte[] first = encounter.clientLink().sealed("one");
      byte[] second = encounter.clientLink().sealed("two");
      byte[] both = new byte[first.length + second.length + 5];
      System.arraycopy(first, 0, both, 0, first.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      encounter.server.receive(both);
      assertThat(encounter.server.received()).endsWith("one", "two");
    }
  }

  /// Some clients wait for the server to speak first.
  @Test
  void aServerSpeaksFirstAfterAWhile() {
    try (Encounter encounter = Encounter.ofLinks(Encounter.Network.PERFECT).start()) {
      encounter.until(() -> encounter.client.isEstablished() && encounter.server.isEstablished());
      assertThat(encounter.server.isWritable()).isFalse();
      encounter.serverLink().clockNanos = DtlsLink.SILENCE.toNanos();
      encounter.until(encounter.server::isWritable);
      encounter.server.send("hello?");
      encounter.until(() -> encounter.client.received().contains("hello?"));
    }
  }
}
