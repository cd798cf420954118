package sluice.transport.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sluice.transport.stun.StunMessage;

/// What a hostile server, or somebody who forges its messages, can not do.
class HostileServerTest {
  @Test
  void anAllocationWithoutIntegrityIsNotTaken() {
    var end = new TurnEnd();
    end.server.sealing = false;
    end.allocation.allocate(0);
    end.runSeconds(38);
    assertThat(end.events).isEmpty();
    assertThat(end.unusedMessages).isPositive();
    end.runSeconds(5);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Unanswered());
  }

  @Test
  void anAllocationWithWrongIntegrityIsNotTaken() {
    var end = new TurnEnd();
    end.onTheWayBack =
        response -> {
          byte[] forged = response.clone();
          StunMessage message = StunMessage.parse(forged, 0, forged.length).orElseThrow();
          if (message.has(StunMessage.MESSAGE_INTEGRITY)) {
            forged[forged.length - 12] ^= 1; // Within the integrity, in front of FINGERPRINT.
          }
          return forged;
        };
    end.allocation.allocate(0);
    end.runSeconds(60);
    assertThat(end.failure()).isEqualTo(new TurnFailure.Unanswered());
    assertThat(end.allocation.allocated()).isFalse();
  }

  @Test
  void anErrorWithoutIntegrityDoesNotEndAnAllocation() {
    TurnEnd end = TurnEnd.allocated();
    end.runSeconds(10);
    end.onTheWayBack =
        response -> {
          StunMessage message = StunMessage.parse(response, 0, response.length).orElseThrow();
          return message.type() == (TurnRequest.REFRESH | TurnRequest.SUCCESS_CLASS)
              ? end.server.error(end.server.requests.getLast(), 437, null)
              : response;
        };
    end.allocation.probe(end.nowNanos);
    end.runSeconds(5);
    assertThat(end.failure()).isNull();
    end.onTheWayBack = response -> response;
    end.runSeconds(30);
    assertThat(end.allocation.allocated()).isTrue();
  }

  @Test
  void aReplayedResponseChangesNothing() {
    var end = new TurnEnd();
    var replays = new ArrayList<byte[]>();
    end.onTheWayBack =
        response -> {
          replays.add(response);
          return response;
        };
    end.allocation.allocate(0);
    end.runSeconds(1);
    int before = end.events.size();
    int unused = end.unusedMessages;
    replays.forEach(end::deliver);
    end.runSeconds(1);
    assertThat(end.events).hasSize(before);
    assertThat(end.unusedMessages).isEqualTo(unused + replays.size());
  }

  @Test
  void dataOfAPeerThatNobodyPermittedIsDropped() {
    TurnEnd end = TurnEnd.allocated();
    byte[] data = "intruder".getBytes(StandardCharsets.UTF_8);
    end.deliver(ScriptedServer.indication(TurnEnd.PEER, data));
    byte[] framed = new byte[4 + data.length];
    ChannelData.write(framed, 0, 0x4000, data.length);
    end.deliver(framed);
    assertThat(end.received).isEmpty();
    assertThat(end.unusedMessages).isEqualTo(2);
  }

  @Test
  void aChannelMessageThatClaimsMoreThanItHasIsDropped() {
    TurnEnd end = TurnEnd.allocated();
    end.send("bind");
    end.runMillis(100);
    int channel = end.allocation.channel(TurnEnd.PEER, end.nowNanos);
    byte[] framed = new byte[8];
    ChannelData.write(framed, 0, channel, 5);
    end.deliver(framed);
    ChannelData.write(framed, 0, channel, 65_535);
    end.deliver(framed);
    assertThat(end.received).isEmpty();
  }

  @Test
  void anAllocationWithoutAnAddressIsNone() {
    var end = new TurnEnd();
    end.onTheWayBack =
        response -> {
          StunMessage message = StunMessage.parse(response, 0, response.length).orElseThrow();
          return message.type() == (TurnRequest.ALLOCATE | TurnRequest.SUCCESS_CLASS)
              ? end.server.seal(
                  ScriptedServer.success(end.server.requests.getLast())
                      .number(TurnRequest.LIFETIME, 600),
                  "alice")
              : response;
        };
    end.allocation.allocate(0);
    end.runSeconds(1);
    assertThat(end.failure()).isInstanceOf(TurnFailure.Malformed.class);
  }

  @Test
  void aLifetimeOfCenturiesIsRefreshedWithinADay() {
    TurnEnd end = new TurnEnd();
    end.server.allocationSeconds = 0xFFFF_FFFFL;
    end.allocation.allocate(0);
    end.runSeconds(44_000);
    assertThat(end.server.count(TurnRequest.REFRESH)).isEqualTo(1);
  }

  @Test
  void noiseNeverThrowsAndNeverEndsTheAllocation() {
    TurnEnd end = TurnEnd.allocated();
    end.send("bind");
    end.runSeconds(1);
    var random = new Random(11);
    byte[][] seeds = {
      ScriptedServer.indication(TurnEnd.PEER, new byte[40]),
      end.server.error(end.server.requests.getLast(), 401, null),
      end.server.error(end.server.requests.getLast(), 300, "alice"),
      {0x40, 0, 0, 4, 1, 2, 3, 4},
      new byte[60]
    };
    for (int i = 0; i < 100_000; i++) {
      byte[] noise = seeds[i % seeds.length].clone();
      for (int n = random.nextInt(6); n >= 0; n--) {
        noise[random.nextInt(noise.length)] = (byte) random.nextInt();
      }
      end.deliver(Arrays.copyOf(noise, random.nextInt(noise.length + 1)));
    }
    assertThat(end.allocation.allocated()).isTrue();
    end.send("after all");
    end.runSeconds(1);
    assertThat(end.relayedTexts()).endsWith("after all");
  }

  @Test
  void whatAnswersMustMatchTheQuestion() {
    var end = new TurnEnd();
    end.onTheWayBack =
        response -> {
          byte[] other = response.clone();
          other[1] ^= 0x07; // A response to another method.
          return other;
        };
    end.allocation.allocate(0);
    end.runSeconds(3);
    assertThat(end.events).isEmpty();
  }
}
