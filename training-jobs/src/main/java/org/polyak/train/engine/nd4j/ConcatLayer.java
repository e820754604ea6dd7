package org.polyak.train.engine.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.polyak.train.network.Shape;

/** The channels of its inputs, one after the other. */
final class ConcatLayer implements NativeLayer {

  private final Workshop workshop;
  private final List<INDArray> inputs;
  private final INDArray output;

  ConcatLayer(Workshop workshop, Shape out, List<INDArray> inputs) {
    this.workshop = workshop;
    this.inputs = inputs;
    this.output = workshop.activations(out);
  }

  /** The channels of each input within those of the output: views. */
  private List<INDArray> parts(INDArray whole) {
    List<INDArray> parts = new ArrayList<>();
    long first = 0;
    for (INDArray input : inputs) {
      parts.add(
          whole.get(
              NDArrayIndex.all(),
              NDArrayIndex.all(),
              NDArrayIndex.all(),
              NDArrayIndex.interval(first, first + input.size(3))));
      first += input.size(3);
    }
    return parts;
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    List<INDArray> parts = parts(output);
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).assign(inputs.get(i));
    }
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    List<INDArray> parts = parts(gradient);
    List<INDArray> gradients = new ArrayList<>();
    List<Runnable> copies = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      INDArray part = parts.get(i);
      INDArray own = wanted.get(i) ? workshop.pool().take(inputs.get(i).shape()) : null;
      if (own != null) {
        copies.add(() -> own.assign(part));
      }
      gradients.add(own);
    }
    return new Backward(ArrayOperations.sequence(copies), gradients);
  }
}
