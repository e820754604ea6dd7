package org.polyak.evaluate.predict;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.train.data.Slice;

/**
 * Predicts a few images on every core at the same time and takes the time; the first pass, which
 * compiles networks, does not count. Nothing is written.
 *
 * @param runs that the models come from
 * @param tests test times
 * @param models the weights
 */
record CostSample(List<RunInput> runs, List<TestTime> tests, Broadcast<List<Model>> models)
    implements FlatMapFunction<Iterator<Slice>, CostSample.Measured> {

  private static final long ENOUGH_NANOS = 1_000_000_000L;
  private static final int VIEWS = 32;

  /**
   * What a core did.
   *
   * @param images predicted
   * @param nanos that all took
   * @param networkNanos of these, in networks
   */
  record Measured(long images, long nanos, long networkNanos) implements Serializable {}

  @Override
  public Iterator<Measured> call(Iterator<Slice> slices) {
    int passes = tests.stream().mapToInt(TestTime::forwardPasses).sum();
    List<ImageRecord> images = slices.next().images();
    List<ImageRecord> few =
        new ArrayList<>(images.subList(0, Math.min(images.size(), (VIEWS + passes - 1) / passes)));
    List<InputPredictor> inputs = InputPredictor.of(runs, tests, models.value());
    try {
      predict(inputs, few);
      long networks = networkNanos(inputs);
      long began = System.nanoTime();
      long done = 0;
      do {
        predict(inputs, few);
        done += few.size();
      } while (System.nanoTime() - began < ENOUGH_NANOS);
      return List.of(new Measured(done, System.nanoTime() - began, networkNanos(inputs) - networks))
          .iterator();
    } finally {
      inputs.forEach(InputPredictor::close);
    }
  }

  private void predict(List<InputPredictor> inputs, List<ImageRecord> images) {
    new SlicePredictor(inputs, models.value().size() * tests.size(), images.iterator())
        .forEachRemaining(prediction -> {});
  }

  private static long networkNanos(List<InputPredictor> inputs) {
    return inputs.stream().mapToLong(InputPredictor::networkNanos).sum();
  }
}
