package org.polyak.train.engine.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.polyak.train.engine.dl4j.NativeBackend;

class ArrayPoolTest {

  @Test
  void whatIsGivenBackIsTakenAgainAndAllIsFreed() {
    NativeBackend.load();
    INDArray first;
    INDArray other;
    try (ArrayPool pool = new ArrayPool(DataType.FLOAT)) {
      first = pool.take(2, 3, 4, 5).assign(1);
      other = pool.take(2, 3, 4, 5).assign(2);
      assertThat(first.sumNumber().intValue()).as("two at a time").isEqualTo(120);
      pool.giveBack(first);
      INDArray again = pool.take(6, 20).assign(3);
      assertThat(again.shape()).containsExactly(6, 20);
      assertThat(first.sumNumber().intValue()).as("the same memory").isEqualTo(360);
      pool.take(120).assign(4);
      assertThat(first.sumNumber().intValue()).as("not taken twice").isEqualTo(360);
    }
    assertThat(first.wasClosed()).isTrue();
    assertThat(other.wasClosed()).isTrue();
  }
}
