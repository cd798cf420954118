package sluice.app.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.RefusalReason;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.Token;

/// Somebody tries one number after the other.
final class SweepingTest {
  private static final Nameplate ABSENT = new Nameplate("999999999");

  private final RelaySimulation relay = new RelaySimulation(RelayLimits.standalone(), 5);

  @Test
  void failuresAreAnsweredLaterAndLaterAndThenRefused() {
    RelaySimulation.Client sweeper = relay.connect("192.0.2.1");
    for (int free = 0; free < 3; free++) {
      sweeper.join(relay.token(), ABSENT);
      sweeper.assertRefused(RefusalReason.UNKNOWN);
    }
    sweeper.join(relay.token(), ABSENT);
    assertThat(sweeper.heard).isEmpty();
    relay.pass(500, TimeUnit.MILLISECONDS);
    sweeper.assertRefused(RefusalReason.UNKNOWN);
    sweeper.join(relay.token(), ABSENT);
    relay.pass(999, TimeUnit.MILLISECONDS);
    assertThat(sweeper.heard).isEmpty();
    relay.pass(1, TimeUnit.MILLISECONDS);
    sweeper.assertRefused(RefusalReason.UNKNOWN);
  }

  @Test
  void noAnswerComesLaterThanAClientWaits() {
    int closeCode = 0;
    for (int guess = 0; guess < 40 && closeCode == 0; guess++) {
      RelaySimulation.Client sweeper = relay.connect("192.0.2.1");
      sweeper.join(relay.token(), ABSENT);
      relay.pass(8, TimeUnit.SECONDS);
      assertThat(sweeper.heard).hasSize(1);
      closeCode = sweeper.closeCode;
      sweeper.breakOff();
    }
    assertThat(closeCode).isEqualTo(RefusalReason.SLOW_DOWN.closeCode());
  }

  @Test
  void manyConnectionsOfOneAddressAreCountedTogether() {
    int answered = 0;
    for (int guess = 0; guess < 60; guess++) {
      RelaySimulation.Client sweeper = relay.connect("192.0.2.1");
      sweeper.join(relay.token(), ABSENT);
      answered += sweeper.closeCode == 0 && !sweeper.heard.isEmpty() ? 1 : 0;
      sweeper.breakOff();
    }
    assertThat(answered).isEqualTo(3);
    RelaySimulation.Client refused = relay.connect("192.0.2.1");
    refused.join(relay.token(), ABSENT);
    refused.assertRefused(RefusalReason.SLOW_DOWN);
  }

  @Test
  void theRefusalSaysWhenToComeBackAndMeansIt() {
    long retryAfterMillis = 0;
    while (retryAfterMillis == 0) {
      RelaySimulation.Client sweeper = relay.connect("2001:db8::1");
      sweeper.join(relay.token(), ABSENT);
      if (sweeper.heard.peek() instanceof RelayMessage.Refused refused) {
        retryAfterMillis = refused.retryAfterMillis();
      }
      sweeper.breakOff();
    }
    relay.pass(retryAfterMillis, TimeUnit.MILLISECONDS);
    Nameplate nameplate = relay.connect("192.0.2.9").allocate(relay.token());
    RelaySimulation.Client honest = relay.connect("2001:db8::2");
    honest.join(relay.token(), nameplate);
    assertThat(honest.heard.remove()).isInstanceOf(RelayMessage.SeatedAtNameplate.class);
  }

  @Test
  void allAddressesOfOneIpv6NetworkAreOneSource() {
    for (int host = 1; host <= 20; host++) {
      RelaySimulation.Client sweeper = relay.connect("2001:db8:0:1::" + Integer.toHexString(host));
      sweeper.join(relay.token(), ABSENT);
      sweeper.breakOff();
    }
    RelaySimulation.Client sameNetwork = relay.connect("2001:db8:0:1:ffff::1");
    sameNetwork.join(relay.token(), ABSENT);
    sameNetwork.assertRefused(RefusalReason.SLOW_DOWN);
    RelaySimulation.Client otherNetwork = relay.connect("2001:db8:0:2::1");
    otherNetwork.join(relay.token(), ABSENT);
    otherNetwork.assertRefused(RefusalReason.UNKNOWN);
  }

  @Test
  void aJoinThatSucceedsDoesNotResetTheCount() {
    Nameplate nameplate = relay.connect("192.0.2.9").allocate(relay.token());
    RelaySimulation.Client sweeper = relay.connect("192.0.2.1");
    for (int free = 0; free < 3; free++) {
      sweeper.join(relay.token(), ABSENT);
    }
    sweeper.join(relay.token(), nameplate);
    sweeper.heard.clear();
    sweeper.join(relay.token(), ABSENT);
    assertThat(sweeper.heard).isEmpty();
  }

  @Test
  void whoWasThereAMomentAgoIsNoSweeper() {
    RelaySimulation.Client maker = relay.connect("192.0.2.9");
    Nameplate nameplate = maker.allocate(relay.token());
    RelaySimulation.Client joiner = relay.connect("192.0.2.1");
    Token token = relay.token();
    joiner.join(token, nameplate);
    maker.say(new ClientMessage.Leave());
    joiner.heard.clear();
    for (int again = 0; again < 30; again++) {
      joiner.join(token, nameplate);
      joiner.assertRefused(RefusalReason.UNKNOWN);
    }
  }

  @Test
  void numbersAreDrawnFromAHundredTimesAsMany() {
    RelaySimulation.Client maker = relay.connect("192.0.2.1");
    assertThat(maker.allocate(relay.token()).digits()).hasSize(3);
    for (int live = 1; live < 40; live++) {
      RelaySimulation.Client other = relay.connect("198.51.100." + live);
      assertThat(other.allocate(relay.token()).digits()).hasSize(live < 9 ? 3 : 4);
    }
  }
}
