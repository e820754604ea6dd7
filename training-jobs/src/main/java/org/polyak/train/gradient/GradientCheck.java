package org.polyak.train.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.polyak.augment.random.RandomStream;
import org.polyak.train.loss.Loss;
import org.polyak.train.network.Network;

/**
 * Compares derivatives of the loss with centred differences in double precision. Where they differ
 * the step is made smaller, since a kink of ReLU or maximum within the step makes the difference
 * wrong and not the derivative.
 */
public final class GradientCheck {

  /** Steps, the customary one first. */
  private static final double[] STEPS = {1e-5, 1e-6, 1e-7};

  private final Network network;
  private final CheckedBatch batch;
  private final TrainingLoss loss;
  private final Precision precision;
  private final int samples;
  private final long seed;

  /**
   * @param precision of the gradients that are checked
   * @param samples derivatives of each array that are checked, chosen at random; all if it has no
   *     more
   * @param seed of the choice
   */
  public GradientCheck(
      Network network, Loss loss, CheckedBatch batch, Precision precision, int samples, long seed) {
    this.network = network;
    this.batch = batch;
    this.loss = new TrainingLoss(network, loss, batch);
    this.precision = precision;
    this.samples = samples;
    this.seed = seed;
  }

  /**
   * The worst derivative of an array.
   *
   * @param node name of the node, or {@link Network#INPUT}
   * @param array what the array is, such as WEIGHT
   * @param checked number of derivatives that were compared
   * @param index of the worst in the array
   * @param analytic what was checked
   * @param numeric the centred difference
   * @param error relative error
   * @param verdict what it says
   */
  public record Result(
      String node,
      String array,
      int checked,
      int index,
      double analytic,
      double numeric,
      double error,
      Verdict verdict) {}

  /** Checks a gradient by the parameters, array by array. */
  public List<Result> parameters(double[] gradient) {
    return parameters(gradient, result -> {});
  }

  /**
   * The same.
   *
   * @param found gets each result when it is there
   */
  public List<Result> parameters(double[] gradient, Consumer<Result> found) {
    double[] x = batch.parameters().clone();
    List<Result> results = new ArrayList<>();
    for (Network.ParameterSlice slice : network.parameterSlices()) {
      results.add(
          check(
              slice.node().name(),
              slice.parameter().kind().toString(),
              results.size(),
              new Network.Range(slice.offset(), slice.offset() + slice.parameter().size()),
              gradient,
              x,
              parameters -> loss.of(parameters, batch.images())));
      found.accept(results.get(results.size() - 1));
    }
    return results;
  }

  /** Checks a gradient by the images. */
  public Result images(double[] gradient) {
    return check(
        Network.INPUT,
        "IMAGE",
        network.parameterSlices().size(),
        new Network.Range(0, gradient.length),
        gradient,
        batch.images().clone(),
        images -> loss.of(batch.parameters(), images));
  }

  private Result check(
      String node,
      String array,
      int number,
      Network.Range range,
      double[] gradient,
      double[] x,
      ToDoubleFunction<double[]> f) {
    RandomStream random = RandomStream.of(seed, 0, number, 0);
    int checked = Math.min(samples, range.size());
    Result worst = null;
    for (int k = 0; k < checked; k++) {
      int index = checked == range.size() ? k : random.nextInt(range.size());
      double analytic = gradient[range.from() + index];
      double numeric = closest(analytic, f, x, range.from() + index);
      double error = precision.error(analytic, numeric);
      if (worst == null || !(error <= worst.error)) {
        worst =
            new Result(
                node, array, checked, index, analytic, numeric, error, precision.verdict(error));
      }
    }
    return worst;
  }

  private double closest(double analytic, ToDoubleFunction<double[]> f, double[] x, int index) {
    double best = Double.NaN;
    for (double step : STEPS) {
      double numeric = NumericGradient.centred(f, x, index, step);
      if (!(precision.error(analytic, best) <= precision.error(analytic, numeric))) {
        best = numeric;
      }
      if (precision.error(analytic, best) <= precision.acceptable()) {
        return best;
      }
    }
    return best;
  }
}
