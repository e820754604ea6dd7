package org.polyak.train.engine.nd4j;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.polyak.augment.random.RandomStream;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.engine.plain.Call;
import org.polyak.train.engine.plain.Kernel;
import org.polyak.train.engine.plain.Kernels;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;

/**
 * Dropout and its kind: a product with factors. They are drawn on the host by the layer's kernel in
 * plain Java, so that the same key draws the same as with every engine, and copied in; constant
 * factors are copied once.
 */
final class NoiseLayer implements NativeLayer {

  private final Workshop workshop;
  private final Network network;
  private final Node node;
  private final INDArray input;
  private final INDArray output;
  private final INDArray factors;
  private final Kernel kernel;
  private final double[] ones;
  private final RandomStream random = new RandomStream();
  private boolean constant;

  NoiseLayer(Workshop workshop, Network network, Node node, INDArray input) {
    this.workshop = workshop;
    this.network = network;
    this.node = node;
    this.input = input;
    this.output = workshop.pool().take(input.shape());
    this.factors = workshop.pool().filled(1, input.shape());
    this.kernel = Kernels.of(network, node);
    this.ones = new double[(int) input.length()];
    Arrays.fill(ones, 1);
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    boolean draws = pass.phase().draws() && node.layer().draws();
    if (draws) {
      RandomKey.check(network, pass.key()).restart(random, network.nodes().indexOf(node));
    }
    if (draws || !constant) {
      double[] values = new double[ones.length];
      kernel.forward(
          new Call(
              workshop.batch(),
              pass.phase(),
              draws ? random : null,
              new double[][] {ones},
              values,
              new double[0],
              new double[0]));
      Transfer.write(values, factors);
      constant = !draws;
    }
    input.muli(factors, output);
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    return new Backward(
        wanted.get(0) ? () -> gradient.muli(factors) : () -> {},
        Collections.singletonList(wanted.get(0) ? gradient : null));
  }
}
