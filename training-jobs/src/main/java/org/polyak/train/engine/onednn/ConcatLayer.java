package org.polyak.train.engine.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.polyak.train.network.Shape;

/** Inputs side by side on channels: each is copied into its channels of the output. */
final class ConcatLayer implements CompiledLayer {

  private final Workshop workshop;
  private final List<Tensor> inputs;
  private final Tensor output;
  private final List<memory.desc> parts = new ArrayList<>();
  private final List<Operation> forward = new ArrayList<>();

  /**
   * @param shapes of the inputs
   */
  ConcatLayer(Workshop workshop, List<Shape> shapes, Shape out, List<Tensor> inputs) {
    this.workshop = workshop;
    this.inputs = inputs;
    this.output = workshop.tensor(out);
    int first = 0;
    for (int i = 0; i < inputs.size(); i++) {
      int channels = shapes.get(i).channels();
      memory.desc part =
          workshop
              .scope()
              .own(
                  output
                      .description()
                      .submemory_desc(
                          new long[] {workshop.batch(), channels, out.height(), out.width()},
                          new long[] {0, first, 0, 0}));
      parts.add(part);
      forward.add(workshop.copy(inputs.get(i), workshop.view(output, part)));
      first += channels;
    }
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public List<Operation> forward() {
    return forward;
  }

  @Override
  public Backward backward(Tensor gradient, List<Boolean> wanted) {
    List<Operation> operations = new ArrayList<>();
    List<Tensor> gradients = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor inputGradient = null;
      if (wanted.get(i)) {
        inputGradient = workshop.tensor(inputs.get(i).description());
        operations.add(workshop.copy(workshop.view(gradient, parts.get(i)), inputGradient));
      }
      gradients.add(inputGradient);
    }
    return new Backward(operations, gradients);
  }
}
