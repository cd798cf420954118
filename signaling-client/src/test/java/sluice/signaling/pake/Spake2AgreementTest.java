package sluice.signaling.pake;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Spake2AgreementTest {
  private static final byte[] ID_A = {1};
  private static final byte[] ID_B = {2};

  @Test
  void theSamePasswordGivesTheSameKeys() {
    assertThat(keysOfA(5, 5, ID_A, ID_B)).isEqualTo(keysOfB(5, 5, ID_A, ID_B));
  }

  @Test
  void anotherPasswordGivesOtherConfirmations() {
    Spake2Keys a = keysOfA(5, 6, ID_A, ID_B);
    Spake2Keys b = keysOfB(5, 6, ID_A, ID_B);
    assertThat(a.confirmationA()).isNotEqualTo(b.confirmationA());
    assertThat(a.confirmationB()).isNotEqualTo(b.confirmationB());
    assertThat(a.ke()).isNotEqualTo(b.ke());
  }

  @Test
  void otherIdentitiesGiveOtherConfirmations() {
    assertThat(keysOfA(5, 5, ID_A, ID_B).confirmationB())
        .isNotEqualTo(keysOfB(5, 5, ID_B, ID_A).confirmationB());
  }

  @Test
  void runsOfOnePasswordShareNothing() {
    BigInteger w = BigInteger.TEN;
    Random random = new Random(1);
    Spake2 one = Spake2.begin(Spake2.Side.A, w, random);
    Spake2 two = Spake2.begin(Spake2.Side.A, w, random);
    assertThat(one.share()).isNotEqualTo(two.share());
  }

  private static Spake2Keys keysOfA(int wa, int wb, byte[] idA, byte[] idB) {
    return Objects.requireNonNull(side(Spake2.Side.A, wa).agree(side(Spake2.Side.B, wb).share()))
        .keys(idA, idB);
  }

  private static Spake2Keys keysOfB(int wa, int wb, byte[] idA, byte[] idB) {
    return Objects.requireNonNull(side(Spake2.Side.B, wb).agree(side(Spake2.Side.A, wa).share()))
        .keys(idA, idB);
  }

  private static Spake2 side(Spake2.Side side, int w) {
    return Spake2.begin(side, BigInteger.valueOf(w), new Random(side.ordinal()));
  }
}
