package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldsTest {

  /** Classes of many sizes, smaller than the number of folds among them. */
  private static final Map<String, Integer> CLASSES =
      Map.of("a", 101, "b", 7, "c", 1, "d", 40, "e", 3, "f", 58);

  @Test
  void everyImageIsInOneFold() {
    Map<String, List<Long>> draws = draws();
    for (int count : new int[] {2, 3, 5, 10}) {
      List<ValidationRule> rules = rules(draws, count);
      draws.forEach(
          (key, values) ->
              assertThat(values)
                  .allSatisfy(
                      draw ->
                          assertThat(rules.stream().filter(r -> takes(r, key, draw))).hasSize(1)));
    }
  }

  /** Sizes of a class's folds, and of all folds, differ by at most one image. */
  @Test
  void foldsHaveTheSameShareOfEveryClass() {
    Map<String, List<Long>> draws = draws();
    for (int count : new int[] {2, 3, 5, 10}) {
      List<ValidationRule> rules = rules(draws, count);
      long[] totals = new long[count];
      draws.forEach(
          (key, values) -> {
            for (int f = 0; f < count; f++) {
              ValidationRule rule = rules.get(f);
              long taken = values.stream().filter(draw -> takes(rule, key, draw)).count();
              assertThat(taken).isBetween(values.size() / count * 1L, values.size() / count + 1L);
              totals[f] += taken;
            }
          });
      assertThat(totals).containsOnly(sizes(210, count));
      for (int f = 0; f < count; f++) {
        assertThat(new Folds(count, f + 1).of(210)).isEqualTo(totals[f]);
      }
    }
  }

  /** 7 images dealt to 3 folds are 3, 2 and 2; the next class goes on with the second fold. */
  @Test
  void theNextClassGoesOnWhereTheLastOneEnded() {
    Map<String, List<Long>> draws =
        Map.of("a", List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L), "b", List.of(-1L, 9L));
    List<ValidationRule> rules = rules(draws, 3);
    assertThat(taken(rules.get(0), draws)).containsExactlyInAnyOrder("a1", "a2", "a3");
    assertThat(taken(rules.get(1), draws)).containsExactlyInAnyOrder("a4", "a5", "b9");
    // -1 is the greatest of unsigned numbers.
    assertThat(taken(rules.get(2), draws)).containsExactlyInAnyOrder("a6", "a7", "b-1");
  }

  @Test
  void whatCannotBeAFoldIsSaid() {
    assertThat(Folds.of(0, 0).given()).isFalse();
    assertThat(Folds.of(5, 5).given()).isTrue();
    assertRefused(0, 2, "fold 2 of how many?");
    assertRefused(1, 1, "expected 2 to 1000 folds, found 1");
    assertRefused(-3, 1, "expected 2 to 1000 folds, found -3");
    assertRefused(1001, 1, "expected 2 to 1000 folds, found 1001");
    assertRefused(5, 0, "which of the 5 folds is validated? give it too, from 1 to 5");
    assertRefused(5, 6, "expected fold 1 to 5, found 6");
  }

  private static void assertRefused(int count, int fold, String message) {
    assertThatThrownBy(() -> Folds.of(count, fold))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static Map<String, List<Long>> draws() {
    Random random = new Random(8);
    Map<String, List<Long>> draws = new LinkedHashMap<>();
    CLASSES.forEach((key, images) -> draws.put(key, random.longs(images).boxed().toList()));
    return draws;
  }

  private static List<ValidationRule> rules(Map<String, List<Long>> draws, int count) {
    List<ValidationRule> rules = new ArrayList<>();
    for (int fold = 1; fold <= count; fold++) {
      rules.add(ValidationRule.fold(draws, new Folds(count, fold)));
    }
    return rules;
  }

  private static boolean takes(ValidationRule rule, String key, long draw) {
    return rule.takes(null, new ImageKey(0, draw), key);
  }

  private static List<String> taken(ValidationRule rule, Map<String, List<Long>> draws) {
    List<String> taken = new ArrayList<>();
    draws.forEach(
        (key, values) ->
            values.stream()
                .filter(draw -> takes(rule, key, draw))
                .forEach(draw -> taken.add(key + draw)));
    return taken;
  }

  private static long[] sizes(long images, int count) {
    return images % count == 0
        ? new long[] {images / count}
        : new long[] {images / count, images / count + 1};
  }
}
