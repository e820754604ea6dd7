package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValidationRuleTest {

  @Test
  void theEndCountsFromTheLastPlace() {
    List<Place> places =
        List.of(new Place(1, 0), new Place(0, 7), new Place(1, 5), new Place(0, 2));
    ValidationRule rule = ValidationRule.end(places, 2);
    assertThat(places.stream().filter(p -> rule.takes(p, null, "c")))
        .containsExactlyInAnyOrder(new Place(1, 0), new Place(1, 5));
    assertThat(ValidationRule.end(places, 0).takes(new Place(1, 5), null, "c")).isFalse();
  }

  /** 10 of 7 + 20 + 3 + 1 images: 2.26, 6.45, 0.97 and 0.32, so 2, 6, 1 and 0, and one more. */
  @Test
  void everyClassGivesItsShare() {
    Map<String, List<Long>> draws = new LinkedHashMap<>();
    Random random = new Random(5);
    Map.of("a", 7, "b", 20, "c", 3, "d", 1)
        .forEach((key, count) -> draws.put(key, random.longs(count).boxed().toList()));
    ValidationRule rule = ValidationRule.stratified(draws, 10);
    Map<String, Long> taken = new LinkedHashMap<>();
    draws.forEach(
        (key, values) ->
            taken.put(
                key,
                values.stream()
                    .filter(draw -> rule.takes(null, new ImageKey(0, draw), key))
                    .count()));
    assertThat(taken)
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", 2L, "b", 7L, "c", 1L, "d", 0L));
  }

  /** The draw is unsigned: half of all draws are negative as a long. */
  @Test
  void sharesAreThoseWithTheLowestDraws() {
    List<Long> draws = new ArrayList<>(List.of(-1L, 1L, Long.MIN_VALUE, 5L));
    ValidationRule rule = ValidationRule.stratified(Map.of("a", draws), 3);
    assertThat(draws.stream().filter(d -> rule.takes(null, new ImageKey(0, d), "a")))
        .containsExactly(1L, Long.MIN_VALUE, 5L);
    assertThat(rule.takes(null, new ImageKey(0, 0), "b")).isFalse();
  }
}
