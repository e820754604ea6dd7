package org.polyak.train.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.averaging.EpochPosition;

class SnapshotPolicyTest {

  private static final List<Integer> EPOCHS = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

  @Test
  void theNewestStay() {
    assertThat(kept("{keep-last: 2}", 0)).containsExactly(9, 10);
    assertThat(kept("{keep-last: 20}", 0)).containsExactlyElementsOf(EPOCHS);
  }

  @Test
  void everySoManyEpochsOneStays() {
    assertThat(kept("{keep-last: 1, keep-every: 4}", 0)).containsExactly(4, 8, 10);
  }

  @Test
  void endsOfCyclesStayUnlessNotWanted() {
    assertThat(kept("{keep-last: 1}", 0, 3, 6)).containsExactly(3, 6, 10);
    assertThat(kept("{keep-last: 1, keep-cycle-ends: false}", 0, 3, 6)).containsExactly(10);
  }

  @Test
  void theChosenStay() {
    assertThat(kept("{keep-last: 1}", 7)).containsExactly(7, 10);
  }

  @Test
  void roundsAndMinutesAreCountedFromTheStartAndFromTheLastSnapshot() {
    SnapshotPolicy rounds = read("{every-rounds: 30}");
    assertThat(rounds.isDueAfterRound(60, 1e9)).isTrue();
    assertThat(rounds.isDueAfterRound(61, 1e9)).isFalse();
    SnapshotPolicy minutes = read("{every-minutes: 2.5}");
    assertThat(minutes.isDueAfterRound(7, 2.5)).isTrue();
    assertThat(minutes.isDueAfterRound(7, 2.49)).isFalse();
    assertThat(read("{}").isDueAfterRound(1_000_000, 1e9)).isFalse();
  }

  @Test
  void epochsAreDueByNumberByCycleOrAsRounds() {
    assertThat(read("{every: 4}").isDueAfterEpoch(header(8, 100, false), 0)).isTrue();
    assertThat(read("{every: 4}").isDueAfterEpoch(header(9, 100, false), 0)).isFalse();
    assertThat(read("{every: 4}").isDueAfterEpoch(header(9, 100, true), 0)).isTrue();
    SnapshotPolicy rounds = read("{every: 4, every-rounds: 50}");
    assertThat(rounds.isDueAfterEpoch(header(9, 100, false), 0)).isTrue();
  }

  private static Snapshot.Header header(int epoch, long round, boolean cycleEnd) {
    return new Snapshot.Header(
        "lenet5",
        epoch,
        EpochPosition.START,
        round,
        0,
        cycleEnd,
        0,
        List.of(),
        List.of(),
        Json.object());
  }

  private static Set<Integer> kept(String text, int chosen, Integer... cycleEnds) {
    return read(text).kept(EPOCHS, List.of(cycleEnds), Set.of(chosen));
  }

  private static SnapshotPolicy read(String text) {
    Recipe recipe = Recipe.parse("test", "snapshots: " + text, List.of());
    SnapshotPolicy policy = SnapshotPolicy.read(recipe.root().section("snapshots"));
    recipe.check();
    return policy;
  }
}
