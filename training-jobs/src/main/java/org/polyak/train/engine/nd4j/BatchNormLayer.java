package org.polyak.train.engine.nd4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.polyak.train.network.Network;
import org.polyak.train.network.layer.BatchNorm;

/**
 * Batch normalisation from sums by BLAS and passes of scale and shift. Not by {@code batchnorm_bp}:
 * on processors it takes ten times as long, and on GPUs the check before cuDNN's (libnd4j,
 * platform/cudnn/batchnorm.cu) expects means of length 1, so that it never gets there.
 *
 * <p>With m positions, centred values z, their variance v, e = epsilon and gradient g by the
 * output: byGamma = sum(g z) / sqrt(v + e), byBeta = sum(g), and by the input gamma / sqrt(v + e)
 * (g - byBeta / m - z sum(g z) / (v + e) / m).
 */
final class BatchNormLayer implements NativeLayer {

  private final Workshop workshop;
  private final double epsilon;
  private final int channels;
  private final int offset;
  private final INDArray output;
  private final INDArray centred;
  private final INDArray gamma;
  private final INDArray variance;
  private final INDArray zeros;
  private final INDArray ones;
  private final Runnable forward;

  /**
   * @param offset of its parameters in the network's
   * @param slice of its statistics in the network's
   * @param training whether the statistics are those of the batch
   */
  BatchNormLayer(
      Workshop workshop,
      BatchNorm layer,
      INDArray input,
      int offset,
      Network.StatisticsSlice slice,
      boolean training) {
    this.workshop = workshop;
    this.epsilon = layer.epsilon();
    this.channels = slice.channels();
    this.offset = offset;
    this.gamma = Workshop.part(workshop.parameters(), offset, channels);
    INDArray beta = Workshop.part(workshop.parameters(), offset + channels, channels);
    INDArray mean = Workshop.part(workshop.statistics(), slice.offset(), channels);
    this.variance = Workshop.part(workshop.statistics(), slice.varianceOffset(), channels);
    this.zeros = workshop.constant(0, channels);
    this.ones = workshop.constant(1, channels);
    this.output = workshop.pool().take(input.shape());
    if (!training) {
      this.centred = null;
      this.forward = ArrayOperations.normalise(input, mean, variance, gamma, beta, epsilon, output);
      return;
    }
    this.centred = workshop.pool().take(input.shape());
    long positions = Workshop.rows(input).rows();
    INDArray shares = workshop.constant(1.0 / positions, positions);
    this.forward =
        ArrayOperations.sequence(
            List.of(
                ArrayOperations.columnSums(Workshop.rows(input), shares, mean),
                ArrayOperations.normalise(input, mean, ones, ones, zeros, 0, centred),
                () -> centred.muli(centred, output),
                ArrayOperations.columnSums(Workshop.rows(output), shares, variance),
                ArrayOperations.normalise(centred, zeros, variance, gamma, beta, epsilon, output)));
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    forward.run();
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    INDArray scratch = workshop.pool().take(gradient.shape());
    INDArray meanGradient = vector();
    INDArray along = vector();
    INDArray scaled = vector();
    long positions = Workshop.rows(gradient).rows();
    INDArray byGamma = Workshop.part(workshop.gradient(), offset, channels);
    INDArray byBeta = Workshop.part(workshop.gradient(), offset + channels, channels);
    List<Runnable> passes = new ArrayList<>();
    passes.add(
        ArrayOperations.columnSums(
            Workshop.rows(gradient), workshop.constant(1.0 / positions, positions), meanGradient));
    passes.add(ArrayOperations.multiple(meanGradient, positions, byBeta));
    passes.add(() -> gradient.muli(centred, scratch));
    passes.add(
        ArrayOperations.columnSums(
            Workshop.rows(scratch), workshop.constant(-1.0 / positions, positions), along));
    // Now along = -sum(g z) / m. Each division by sqrt(v + e) is one small operation.
    passes.add(divide(along, ones, scaled));
    passes.add(ArrayOperations.multiple(scaled, -positions, byGamma));
    if (wanted.get(0)) {
      passes.add(divide(scaled, gamma, along));
      passes.add(divide(along, ones, scaled));
      passes.add(
          ArrayOperations.normalise(
              gradient, meanGradient, variance, gamma, zeros, epsilon, scratch));
      passes.add(ArrayOperations.normalise(centred, zeros, ones, scaled, zeros, 0, gradient));
      passes.add(() -> gradient.addi(scratch));
    }
    workshop.pool().giveBack(scratch);
    return new Backward(
        ArrayOperations.sequence(passes),
        Collections.singletonList(wanted.get(0) ? gradient : null));
  }

  /** x / sqrt(variance + epsilon) * scale, for a value a channel. */
  private Runnable divide(INDArray x, INDArray scale, INDArray result) {
    return ArrayOperations.normalise(
        x.reshape('c', 1, 1, 1, channels),
        zeros,
        variance,
        scale,
        zeros,
        epsilon,
        result.reshape('c', 1, 1, 1, channels));
  }

  private INDArray vector() {
    return workshop.pool().take(channels);
  }
}
