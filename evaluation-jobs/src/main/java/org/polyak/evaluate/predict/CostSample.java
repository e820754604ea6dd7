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
 * compiles networks, does not count. Views of whole images differ in size, so the time of the few
 * is weighed by how many pixels their views have, and those of all images of the slice. Nothing is
 * written.
 *
 * @param runs that the models come from
 * @param tests test times
 * @param models the weights
 */
record CostSample(List<RunInput> runs, List<TestTime> tests, Broadcast<List<Model>> models)
    implements FlatMapFunction<Iterator<Slice>, CostSample.Measured> {

  private static final long ENOUGH_NANOS = 1_000_000_000L;
  private static final int VIEWS = 32;

  /** Images at least, where each has views of sizes of its own. */
  private static final int SEVERAL = 4;

  /**
   * What a core did.
   *
   * @param images predicted
   * @param nanos that all took
   * @param networkNanos of these, in networks
   * @param pixels that an image of the slice has in all its views, over those of an image that was
   *     predicted
   */
  record Measured(long images, long nanos, long networkNanos, double pixels)
      implements Serializable {

    /**
     * Seconds that an image of the slice takes a core.
     *
     * @param models in all, over those that were measured: each goes through networks alone
     */
    double secondsPerImage(double models) {
      return pixels * (nanos + (models - 1) * networkNanos) / 1e9 / images;
    }
  }

  @Override
  public Iterator<Measured> call(Iterator<Slice> slices) {
    int passes = tests.stream().mapToInt(TestTime::forwardPasses).sum();
    List<ImageRecord> images = slices.next().images();
    boolean oneSize = tests.stream().allMatch(test -> test.crops().hasOneSize());
    int wanted = Math.max(oneSize ? 1 : SEVERAL, (VIEWS + passes - 1) / passes);
    List<ImageRecord> few = new ArrayList<>(images.subList(0, Math.min(images.size(), wanted)));
    double pixels = ViewPixels.mean(runs, tests, images) / ViewPixels.mean(runs, tests, few);
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
      long nanos = System.nanoTime() - began;
      return List.of(new Measured(done, nanos, networkNanos(inputs) - networks, pixels)).iterator();
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
