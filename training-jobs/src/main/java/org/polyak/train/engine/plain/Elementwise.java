package org.polyak.train.engine.plain;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of each value.
 *
 * @param function of x
 * @param derivative of x and y
 */
record Elementwise(DoubleUnaryOperator function, DoubleBinaryOperator derivative)
    implements Kernel {

  @Override
  public void forward(Call call) {
    double[] x = call.inputs()[0];
    for (int i = 0; i < x.length; i++) {
      call.output()[i] = function.applyAsDouble(x[i]);
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    double[] byInput = gradients.input();
    if (byInput == null) {
      return;
    }
    double[] x = call.inputs()[0];
    for (int i = 0; i < x.length; i++) {
      byInput[i] += gradients.output()[i] * derivative.applyAsDouble(x[i], call.output()[i]);
    }
  }
}
