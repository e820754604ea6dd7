package org.polyak.train.engine.nd4j;

import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Pow;
import org.nd4j.linalg.factory.Nd4j;
import org.polyak.train.network.layer.LocalResponseNorm;

/**
 * Normalisation by neighbouring channels; their sums are products with a band matrix of ones. Not
 * by {@code lrn_bp}, whose gradient is not that of {@code lrn}.
 *
 * <p>With s = k + alpha sum x_j^2 and gradient g by the output, that by the input is g s^-beta - 2
 * alpha beta x sum (g_j x_j s_j^(-beta - 1)), sums over the same channels.
 */
final class LocalResponseNormLayer implements NativeLayer {

  private final Workshop workshop;
  private final LocalResponseNorm layer;
  private final INDArray input;
  private final INDArray output;
  private final INDArray scale;
  private final INDArray band;
  private final Runnable sums;

  /**
   * @param training whether a pass backward follows
   */
  LocalResponseNormLayer(
      Workshop workshop, LocalResponseNorm layer, INDArray input, boolean training) {
    this.workshop = workshop;
    this.layer = layer;
    this.input = input;
    this.output = workshop.pool().take(input.shape());
    this.scale = workshop.pool().take(input.shape());
    this.band = band((int) input.size(3));
    this.sums = bandSums(output, scale);
    if (!training) {
      workshop.pool().giveBack(scale);
    }
  }

  private INDArray band(int channels) {
    double[] values = new double[channels * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(i / channels - i % channels) <= layer.size() / 2 ? 1 : 0;
    }
    INDArray matrix = workshop.pool().filled(0, values.length);
    Transfer.write(values, matrix);
    return matrix.reshape('c', channels, channels);
  }

  private Runnable bandSums(INDArray x, INDArray result) {
    return ArrayOperations.product(Workshop.rows(x), false, band, false, Workshop.rows(result));
  }

  private void power(INDArray result) {
    Nd4j.getExecutioner().exec(new Pow(scale, result, -layer.beta()));
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    input.muli(input, output);
    sums.run();
    scale.muli(layer.alpha()).addi(layer.k());
    power(output);
    output.muli(input);
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    if (!wanted.get(0)) {
      return new Backward(() -> {}, Collections.singletonList(null));
    }
    INDArray shared = workshop.pool().take(input.shape());
    INDArray spread = workshop.pool().take(input.shape());
    workshop.pool().giveBack(shared);
    workshop.pool().giveBack(spread);
    Runnable spreading = bandSums(shared, spread);
    return new Backward(
        () -> {
          power(shared);
          gradient.muli(shared);
          gradient.muli(input, shared);
          shared.divi(scale);
          spreading.run();
          spread.muli(input).muli(-2 * layer.alpha() * layer.beta());
          gradient.addi(spread);
        },
        List.of(gradient));
  }
}
