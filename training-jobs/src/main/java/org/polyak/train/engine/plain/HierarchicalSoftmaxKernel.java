package org.polyak.train.engine.plain;

import java.util.Arrays;

/**
 * {@link org.polyak.train.network.layer.HierarchicalSoftmax}: of node i = 1, 2, ... in the heap,
 * the logarithm of its probability is that of its parent and of the branch to it.
 *
 * @param classes C, at least 2
 */
record HierarchicalSoftmaxKernel(int classes) implements Kernel {

  @Override
  public void forward(Call call) {
    int inner = classes - 1;
    double[] logarithms = new double[inner + classes];
    for (int image = 0; image < call.size(); image++) {
      for (int node = 1; node < logarithms.length; node++) {
        int parent = (node - 1) / 2;
        double logit = call.inputs()[0][image * inner + parent];
        logarithms[node] = logarithms[parent] + logSigmoid(isSecond(node) ? logit : -logit);
      }
      System.arraycopy(logarithms, inner, call.output(), image * classes, classes);
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    if (gradients.input() == null) {
      return;
    }
    int inner = classes - 1;
    double[] sums = new double[inner + classes];
    for (int image = 0; image < call.size(); image++) {
      Arrays.fill(sums, 0);
      System.arraycopy(gradients.output(), image * classes, sums, inner, classes);
      for (int node = sums.length - 1; node > 0; node--) {
        int parent = (node - 1) / 2;
        double p = ActivationKernels.sigmoid(call.inputs()[0][image * inner + parent]);
        gradients.input()[image * inner + parent] += sums[node] * (isSecond(node) ? 1 - p : -p);
        sums[parent] += sums[node];
      }
    }
  }

  private static boolean isSecond(int node) {
    return node % 2 == 0;
  }

  /** log(1 / (1 + exp(-x))), without overflow. */
  private static double logSigmoid(double x) {
    return Math.min(x, 0) - StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }
}
