package org.polyak.pipeline.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstRowsTest {

  private static final int CLASSES = 4;
  private static final int COUNT = 5;

  /** Against sorting all rows, whatever the order and the parts. Class 3 has two rows. */
  @Test
  void keepsTheFirstOfEachClass() {
    Random random = new Random(1);
    int[] labels = random.ints(500, 0, CLASSES - 1).toArray();
    labels[17] = 3;
    labels[400] = 3;
    long[] expected =
        IntStream.range(0, CLASSES)
            .flatMap(
                c -> IntStream.range(0, labels.length).filter(i -> labels[i] == c).limit(COUNT))
            .sorted()
            .asLongStream()
            .toArray();
    List<Integer> order = new ArrayList<>(IntStream.range(0, labels.length).boxed().toList());
    Collections.shuffle(order, random);
    FirstRows whole = new FirstRows(CLASSES, COUNT);
    for (int from = 0; from < order.size(); from += 60) {
      FirstRows part = new FirstRows(CLASSES, COUNT);
      for (int row : order.subList(from, Math.min(order.size(), from + 60))) {
        part.add(labels[row], row);
      }
      whole.add(part);
    }
    assertThat(whole.sorted()).isEqualTo(expected).hasSize(3 * COUNT + 2);
  }
}
