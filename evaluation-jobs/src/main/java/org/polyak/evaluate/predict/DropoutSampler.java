package org.polyak.evaluate.predict;

import java.util.Arrays;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Logits;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.network.Network;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.SpatialDropout;

/**
 * Monte-Carlo dropout: the mean of the probabilities of several passes of which each draws what to
 * drop (Gal and Ghahramani, "Dropout as a Bayesian approximation", 2016). What is drawn is a
 * function of seed, image, view and pass, so other images and models have no influence on it.
 *
 * <p>Where every example of a batch draws its own mask, a batch is as many copies of the view as
 * there are passes. Dropped connections and depths are drawn once for a batch: there each pass is a
 * batch of one.
 */
final class DropoutSampler {

  private final Engine engine;
  private final int batch;
  private final int classes;

  /**
   * @param engine that computes the network
   * @param passes that will be asked for
   */
  DropoutSampler(Engine engine, Network network, int passes) {
    this.engine = engine;
    boolean byExample =
        network.nodes().stream()
            .map(node -> node.layer())
            .filter(layer -> layer.draws())
            .allMatch(layer -> layer instanceof Dropout || layer instanceof SpatialDropout);
    this.batch = byExample ? Math.min(passes, InputPredictor.BATCH) : 1;
    this.classes = network.classes();
  }

  /**
   * The mean of the probabilities.
   *
   * @param model weights
   * @param test passes and seed
   * @param image key of the image
   * @param place number of the view among those of the test time
   * @param pixels batch that the view stands in
   * @param from where it begins
   * @param values floats of the view
   */
  double[] probabilities(
      Model model, TestTime test, long image, int place, float[] pixels, int from, int values) {
    float[] copies = new float[batch * values];
    for (int i = 0; i < batch; i++) {
      System.arraycopy(pixels, from, copies, i * values, values);
    }
    float[] logits = new float[batch * classes];
    double[] mean = new double[classes];
    int draws = (test.passes() + batch - 1) / batch;
    for (int draw = 0; draw < draws; draw++) {
      int size = Math.min(batch, test.passes() - draw * batch);
      engine.stochasticLogits(
          model.state().parameters(),
          model.state().statistics(),
          size,
          copies,
          RandomKey.ofSample(test.seed(), image, place * draws + draw),
          logits);
      for (int i = 0; i < size; i++) {
        double[] one = Logits.probabilities(logits, i * classes, classes);
        for (int c = 0; c < classes; c++) {
          mean[c] += one[c];
        }
      }
    }
    return Arrays.stream(mean).map(sum -> sum / test.passes()).toArray();
  }
}
