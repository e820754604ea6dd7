package org.polyak.train.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.loss.Loss;
import org.polyak.train.network.Network;

/** Checks the gradients that an engine gives of a network, by parameters and by images. */
public final class NetworkCheck {

  /** Whose own gradients are in double precision. */
  private static final String DOUBLE_PRECISION = "java";

  private final Network network;
  private final Loss loss;
  private final int samples;
  private final long seed;
  private final CheckedBatch batch;

  /**
   * @param images of the batch
   * @param samples derivatives of each array that are checked
   * @param seed of parameters, images, targets, and of what is checked
   */
  public NetworkCheck(Network network, Loss loss, int images, int samples, long seed) {
    this.network = network;
    this.loss = loss;
    this.samples = samples;
    this.seed = seed;
    this.batch = CheckedBatch.random(network, images, seed);
  }

  /**
   * What was found.
   *
   * @param precision of the gradients by parameters, with its limits
   * @param results the worst derivative of each array, those of the images last
   * @param byImages whether the engine gives derivatives by images
   */
  public record Report(Precision precision, List<GradientCheck.Result> results, boolean byImages) {}

  /** Number of arrays whose derivatives an engine gives. */
  public int arrays(String engine) {
    return network.parameterSlices().size() + (Engines.givesImageGradients(engine) ? 1 : 0);
  }

  /**
   * Checks an engine.
   *
   * @param engine its name, never {@code auto}
   * @param found gets each result when it is there
   */
  public Report of(String engine, Consumer<GradientCheck.Result> found) {
    boolean byImages = Engines.givesImageGradients(engine);
    boolean doubles = engine.equals(DOUBLE_PRECISION);
    TrainingLoss.Gradient gradient =
        doubles
            ? new TrainingLoss(network, loss, batch).gradient(batch.parameters(), batch.images())
            : single(engine, byImages);
    Precision precision = doubles ? Precision.DOUBLE : Precision.single(gradient.byParameters());
    List<GradientCheck.Result> results =
        new ArrayList<>(check(precision).parameters(gradient.byParameters(), found));
    if (byImages) {
      Precision ofImages = doubles ? Precision.DOUBLE : Precision.single(gradient.byImages());
      GradientCheck.Result result = check(ofImages).images(gradient.byImages());
      found.accept(result);
      results.add(result);
    }
    return new Report(precision, List.copyOf(results), byImages);
  }

  private GradientCheck check(Precision precision) {
    return new GradientCheck(network, loss, batch, precision, samples, seed);
  }

  private TrainingLoss.Gradient single(String name, boolean byImages) {
    float[] parameters = batch.singleParameters();
    float[] byParameters = new float[parameters.length];
    float[] byPixels = new float[byImages ? batch.images().length : 0];
    try (Engine engine = Engines.create(name, network, loss, 1)) {
      double value =
          engine
              .gradient(
                  parameters, batch.single(), byParameters, new float[network.statisticsCount()])
              .loss();
      if (byImages) {
        engine.imageGradient(parameters, batch.single(), byPixels);
      }
      return new TrainingLoss.Gradient(value, widen(byParameters), widen(byPixels));
    }
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }
}
