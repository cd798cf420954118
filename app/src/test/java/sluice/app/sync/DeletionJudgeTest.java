package sluice.app.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.app.transfer.FileName;

final class DeletionJudgeTest {
  private static SyncResult.Deletion judge(
      SyncMessage.Listing listing,
      long offered,
      long doomed,
      long present,
      DeletionJudge.Source source,
      OptionalLong most) {
    return DeletionJudge.judge(
        new DeletionJudge.Facts(listing, offered, doomed, present, source), most);
  }

  private static SyncResult.Deletion complete(long offered, long doomed, long present) {
    return judge(
        SyncMessage.Listing.COMPLETE,
        offered,
        doomed,
        present,
        DeletionJudge.Source.WHERE_IT_WAS,
        OptionalLong.empty());
  }

  @Test
  void halfMayGoAndMoreMayNot() {
    assertThat(complete(5, 5, 10)).isEqualTo(SyncResult.Deletion.DONE);
    assertThat(complete(5, 6, 10)).isEqualTo(SyncResult.Deletion.MORE_THAN_HALF);
    assertThat(complete(1, 1, 1)).isEqualTo(SyncResult.Deletion.MORE_THAN_HALF);
  }

  @Test
  void anEmptySourceDeletesNothing() {
    assertThat(complete(0, 1, 10)).isEqualTo(SyncResult.Deletion.EMPTY_SOURCE);
    assertThat(complete(0, 0, 0)).isEqualTo(SyncResult.Deletion.DONE);
  }

  @Test
  void aSourceElsewhereDeletesNothing() {
    for (OptionalLong most : List.of(OptionalLong.empty(), OptionalLong.of(1))) {
      assertThat(judge(SyncMessage.Listing.COMPLETE, 9, 1, 10, DeletionJudge.Source.MOVED, most))
          .isEqualTo(
              most.isPresent() ? SyncResult.Deletion.DONE : SyncResult.Deletion.OTHER_DEVICE);
    }
    assertThat(
            judge(
                SyncMessage.Listing.COMPLETE,
                9,
                1,
                10,
                DeletionJudge.Source.UNKNOWN,
                OptionalLong.empty()))
        .isEqualTo(SyncResult.Deletion.DONE);
  }

  @Test
  void aNamedLimitAloneCounts() {
    OptionalLong most = OptionalLong.of(7);
    assertThat(judge(SyncMessage.Listing.COMPLETE, 0, 7, 7, DeletionJudge.Source.MOVED, most))
        .isEqualTo(SyncResult.Deletion.DONE);
    assertThat(
            judge(
                SyncMessage.Listing.COMPLETE,
                100,
                8,
                1000,
                DeletionJudge.Source.WHERE_IT_WAS,
                most))
        .isEqualTo(SyncResult.Deletion.ABOVE_LIMIT);
  }

  @Test
  void anIncompleteListingDeletesNothingWhateverTheLimit() {
    assertThat(
            judge(
                SyncMessage.Listing.INCOMPLETE,
                9,
                1,
                10,
                DeletionJudge.Source.WHERE_IT_WAS,
                OptionalLong.of(100)))
        .isEqualTo(SyncResult.Deletion.INCOMPLETE_SOURCE);
  }

  @Test
  void whatIsOfferedUnderAnotherFormOfItsNameStays() {
    FileName listed = FileName.of("cafe\u0301");
    FileName offered = FileName.of("caf\u00e9");
    Map<FileName, Integer> keys = Map.of(listed, 7, offered, 7, FileName.of("old"), 8);
    assertThat(NameJudge.doomed(Set.of(listed, FileName.of("old")), Set.of(offered), keys::get))
        .containsExactly(FileName.of("old"));
  }

  /// A further name of a file that stays is a name to be deleted like any other.
  @Test
  void aHardLinkThatIsNotOfferedGoes() {
    FileName kept = FileName.of("kept");
    FileName further = FileName.of("further");
    Map<FileName, Integer> keys = Map.of(kept, 7, further, 7);
    assertThat(NameJudge.doomed(Set.of(kept, further), Set.of(kept), keys::get))
        .containsExactly(further);
  }
}
