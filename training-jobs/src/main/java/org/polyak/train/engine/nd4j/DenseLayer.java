package org.polyak.train.engine.nd4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Dense;

/** A fully connected layer, by matrix products. */
final class DenseLayer implements NativeLayer {

  private final Workshop workshop;
  private final Dense layer;
  private final INDArray input;
  private final INDArray output;
  private final int offset;
  private final INDArray weights;
  private final Runnable forward;

  /**
   * @param offset of its parameters in the network's
   */
  DenseLayer(Workshop workshop, Dense layer, INDArray input, int offset) {
    this.workshop = workshop;
    this.layer = layer;
    this.input = input;
    this.output = workshop.activations(new Shape(1, 1, layer.units()));
    this.offset = offset;
    this.weights = weights(workshop.parameters());
    INDArray results = byImage(output);
    List<Runnable> passes = new ArrayList<>();
    passes.add(ArrayOperations.product(byImage(input), false, weights, false, results));
    if (layer.bias()) {
      INDArray bias = bias(workshop.parameters());
      passes.add(() -> Nd4j.getExecutioner().exec(new BroadcastAddOp(results, bias, results, 1)));
    }
    this.forward = ArrayOperations.sequence(passes);
  }

  private INDArray byImage(INDArray activations) {
    long images = workshop.batch();
    return activations.reshape('c', images, activations.length() / images);
  }

  private INDArray weights(INDArray vector) {
    return Workshop.part(vector, offset, input.length() / workshop.batch(), layer.units());
  }

  private INDArray bias(INDArray vector) {
    return Workshop.part(vector, offset + (int) weights.length(), layer.units());
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
    INDArray byOutput = byImage(gradient);
    List<Runnable> passes = new ArrayList<>();
    passes.add(
        ArrayOperations.product(
            byImage(input), true, byOutput, false, weights(workshop.gradient())));
    if (layer.bias()) {
      passes.add(
          ArrayOperations.columnSums(
              byOutput, workshop.constant(1, workshop.batch()), bias(workshop.gradient())));
    }
    INDArray byInput = wanted.get(0) ? workshop.pool().take(input.shape()) : null;
    if (byInput != null) {
      passes.add(ArrayOperations.product(byOutput, false, weights, true, byImage(byInput)));
    }
    return new Backward(ArrayOperations.sequence(passes), Collections.singletonList(byInput));
  }
}
