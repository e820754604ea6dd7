package org.polyak.train.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryLayoutTest {

  private static final int PAGE = 4096;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void buffersInUseAtTheSameTimeDoNotOverlap(long seed) {
    Random random = new Random(seed);
    List<Buffer> buffers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Buffer buffer = new Buffer(1 + random.nextInt(5 * PAGE));
      int start = random.nextInt(100);
      buffer.usedAt(start + random.nextInt(20));
      buffer.usedAt(start);
      if (random.nextInt(6) == 0) {
        buffer.keep();
      }
      buffers.add(buffer);
    }

    long bytes = MemoryLayout.place(buffers);

    for (Buffer a : buffers) {
      assertThat(a.offset() % PAGE).isZero();
      assertThat(a.end()).isLessThanOrEqualTo(bytes);
      for (Buffer b : buffers) {
        if (a != b && a.meets(b)) {
          assertThat(a.end() <= b.offset() || b.end() <= a.offset()).isTrue();
        }
      }
    }
  }

  @Test
  void aChainNeedsTwoBuffersAtATime() {
    List<Buffer> chain = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Buffer buffer = new Buffer(PAGE);
      buffer.usedAt(i);
      buffer.usedAt(i + 1);
      chain.add(buffer);
    }

    assertThat(MemoryLayout.place(chain)).isEqualTo(2 * PAGE);
  }

  @Test
  void keptBuffersShareTheirPlaceWithNone() {
    Buffer kept = new Buffer(PAGE);
    kept.usedAt(0);
    kept.keep();
    Buffer later = new Buffer(PAGE);
    later.usedAt(7);

    assertThat(MemoryLayout.place(List.of(kept, later))).isEqualTo(2 * PAGE);
  }
}
