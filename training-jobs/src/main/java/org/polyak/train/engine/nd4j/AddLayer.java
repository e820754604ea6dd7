package org.polyak.train.engine.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum of its inputs. */
final class AddLayer implements NativeLayer {

  private final Workshop workshop;
  private final List<INDArray> inputs;
  private final INDArray output;

  AddLayer(Workshop workshop, List<INDArray> inputs) {
    this.workshop = workshop;
    this.inputs = inputs;
    this.output = workshop.pool().take(inputs.get(0).shape());
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    if (inputs.size() == 1) {
      output.assign(inputs.get(0));
      return;
    }
    inputs.get(0).addi(inputs.get(1), output);
    inputs.stream().skip(2).forEach(output::addi);
  }

  /** The first that wants it takes the gradient, the others copies. */
  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    List<INDArray> gradients = new ArrayList<>();
    List<Runnable> copies = new ArrayList<>();
    boolean taken = false;
    for (boolean asked : wanted) {
      if (asked && taken) {
        INDArray copy = workshop.pool().take(gradient.shape());
        copies.add(() -> copy.assign(gradient));
        gradients.add(copy);
      } else {
        gradients.add(asked ? gradient : null);
        taken |= asked;
      }
    }
    return new Backward(ArrayOperations.sequence(copies), gradients);
  }
}
