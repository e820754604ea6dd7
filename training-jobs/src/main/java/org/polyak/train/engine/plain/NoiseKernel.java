package org.polyak.train.engine.plain;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.polyak.augment.random.RandomStream;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.SpatialDropout;
import org.polyak.train.network.layer.StochasticDepth;

/** Multiplies by 0 or a constant at random: dropout of values or channels, and stochastic depth. */
final class NoiseKernel implements Kernel {

  private final double rate;
  private final double kept;
  private final double expected;
  private final IntUnaryOperator cell;
  private double[] factors = new double[0];

  /**
   * @param rate probability of 0
   * @param kept factor of what is not set to 0
   * @param expected factor where nothing is drawn
   * @param cell number of the draw that a value depends on, from 0 and rising
   */
  private NoiseKernel(double rate, double kept, double expected, IntUnaryOperator cell) {
    this.rate = rate;
    this.kept = kept;
    this.expected = expected;
    this.cell = cell;
  }

  static NoiseKernel of(Dropout layer) {
    boolean inverted = layer.form() == Dropout.Form.INVERTED;
    double stays = 1 - layer.rate();
    return new NoiseKernel(layer.rate(), inverted ? 1 / stays : 1, inverted ? 1 : stays, i -> i);
  }

  static NoiseKernel of(SpatialDropout layer, Shape map) {
    return new NoiseKernel(
        layer.rate(),
        1 / (1 - layer.rate()),
        1,
        i -> i / map.size() * map.channels() + i % map.channels());
  }

  static NoiseKernel of(StochasticDepth layer) {
    return new NoiseKernel(1 - layer.survival(), 1, layer.survival(), i -> 0);
  }

  @Override
  public void forward(Call call) {
    int values = call.output().length;
    if (call.phase().draws() && rate > 0) {
      draw(call.random(), cell.applyAsInt(values - 1) + 1);
    } else {
      factors = new double[cell.applyAsInt(values - 1) + 1];
      Arrays.fill(factors, expected);
    }
    for (int i = 0; i < values; i++) {
      call.output()[i] = factors[cell.applyAsInt(i)] * call.inputs()[0][i];
    }
  }

  private void draw(RandomStream random, int cells) {
    factors = new double[cells];
    for (int i = 0; i < cells; i++) {
      factors[i] = random.nextFloat() < rate ? 0 : kept;
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    if (gradients.input() == null) {
      return;
    }
    for (int i = 0; i < gradients.output().length; i++) {
      gradients.input()[i] += factors[cell.applyAsInt(i)] * gradients.output()[i];
    }
  }
}
