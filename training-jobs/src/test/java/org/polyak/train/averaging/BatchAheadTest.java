package org.polyak.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.polyak.train.engine.Batch;

@Timeout(60)
class BatchAheadTest {

  private final List<Integer> made = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> makers = Collections.synchronizedList(new ArrayList<>());

  /** Step 5 is there before it is asked for, step 6 is not begun: its buffers are in use. */
  @Test
  void theNextBatchIsMadeMeanwhile() throws InterruptedException {
    CountDownLatch five = new CountDownLatch(1);
    try (BatchAhead batches = new BatchAhead(4, 1, new BusyThreads(2), 1)) {
      batches.begin(
          (step, images, targets) -> {
            Batch batch = make(step, images, targets);
            if (step == 5) {
              five.countDown();
            }
            return batch;
          },
          8);
      Batch four = batches.next(4);
      assertThat(five.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(made).containsExactly(4, 5);
      // The batch that the network works on is as it was.
      assertThat(four.images()).containsOnly(4);
      for (int step = 5; step < 8; step++) {
        Batch batch = batches.next(step);
        assertThat(batch.images()).containsOnly(step);
        assertThat(batch.targets()).containsOnly(-step);
      }
      batches.end();
    }
    assertThat(made).containsExactly(4, 5, 6, 7);
    assertThat(makers.get(0)).isSameAs(Thread.currentThread());
    assertThat(makers.subList(1, 4)).doesNotContain(Thread.currentThread());
  }

  /** Two networks of two threads on three cores, of which the second one's round ends. */
  @Test
  void withoutAFreeCoreNothingIsMadeAhead() {
    BusyThreads busy = new BusyThreads(3);
    try (BatchAhead batches = new BatchAhead(4, 1, busy, 2);
        BatchAhead others = new BatchAhead(4, 1, busy, 2)) {
      batches.begin(this::make, 10);
      others.begin(this::make, 10);
      for (int step = 0; step < 4; step++) {
        assertThat(batches.next(step).images()).containsOnly(step);
        assertThat(made).hasSize(step + 1);
      }
      assertThat(makers).containsOnly(Thread.currentThread());
      others.end();
      assertThat(batches.next(4).images()).containsOnly(4);
      assertThat(batches.next(5).images()).containsOnly(5);
      assertThat(makers.get(5)).isNotSameAs(Thread.currentThread());
      batches.end();
      assertThat(busy.isCoreFree()).isTrue();
    }
  }

  @Test
  void failuresComeOutAtTheirStep() {
    BusyThreads busy = new BusyThreads(2);
    BatchAhead batches = new BatchAhead(4, 1, busy, 1);
    batches.begin(
        (step, images, targets) -> {
          if (step == 2) {
            throw new IllegalStateException("damaged");
          }
          return make(step, images, targets);
        },
        5);
    assertThat(batches.next(0).images()).containsOnly(0);
    assertThat(batches.next(1).images()).containsOnly(1);
    assertThatThrownBy(() -> batches.next(2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("damaged");
    batches.close();
    assertThat(busy.isCoreFree()).isTrue();
    assertThat(made).containsExactly(0, 1);
  }

  /** The network fails while the next batch is made: the buffers are given up when it is done. */
  @Test
  void whatIsBeingMadeIsWaitedFor() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    BatchAhead batches = new BatchAhead(4, 1, new BusyThreads(2), 1);
    batches.begin(
        (step, images, targets) -> {
          if (step == 1) {
            begun.countDown();
            await(goOn);
          }
          return make(step, images, targets);
        },
        5);
    batches.next(0);
    await(begun);
    Thread closing = new Thread(batches::close);
    closing.start();
    closing.join(100);
    assertThat(closing.isAlive()).isTrue();
    goOn.countDown();
    closing.join();
    assertThat(made).containsExactly(0, 1);
  }

  private Batch make(int step, float[] images, float[] targets) {
    java.util.Arrays.fill(images, step);
    java.util.Arrays.fill(targets, -step);
    made.add(step);
    makers.add(Thread.currentThread());
    return new Batch(1, images, targets);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
