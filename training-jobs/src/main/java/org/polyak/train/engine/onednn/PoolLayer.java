package org.polyak.train.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Sides;

/** Maximum or mean over windows. */
final class PoolLayer implements CompiledLayer {

  private static final long[] NONE = {0, 0};

  private final Workshop workshop;
  private final int algorithm;
  private final long[] size;
  private final long[] stride;
  private final Tensor input;
  private final Tensor output;
  private final Tensor winners;
  private final pooling_forward.primitive_desc description;
  private final Operation forward;

  private PoolLayer(
      Workshop workshop,
      boolean max,
      long[] size,
      long[] stride,
      Tensor input,
      Shape outputShape,
      boolean training) {
    this.workshop = workshop;
    this.algorithm =
        (max ? dnnl.algorithm.pooling_max : dnnl.algorithm.pooling_avg_exclude_padding).value;
    this.size = size;
    this.stride = stride;
    this.input = input;
    this.output = workshop.tensor(outputShape);
    this.description =
        workshop
            .scope()
            .own(
                new pooling_forward.primitive_desc(
                    workshop.device(),
                    (training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference)
                        .value,
                    algorithm,
                    input.description(),
                    output.description(),
                    stride,
                    size,
                    NONE,
                    NONE,
                    NONE,
                    workshop.attributes(),
                    false));
    this.winners =
        max && training
            ? workshop.tensor(workshop.scope().own(description.workspace_desc()))
            : null;
    this.forward =
        workshop.operation(
            description,
            new pooling_forward(description),
            withWinners(Map.of(DNNL_ARG_SRC, input, DNNL_ARG_DST, output)));
  }

  static PoolLayer max(
      Workshop workshop, Sides size, Sides stride, Tensor input, Shape output, boolean training) {
    return new PoolLayer(
        workshop, true, Workshop.both(size), Workshop.both(stride), input, output, training);
  }

  static PoolLayer average(
      Workshop workshop, Sides size, Sides stride, Tensor input, Shape output, boolean training) {
    return new PoolLayer(
        workshop, false, Workshop.both(size), Workshop.both(stride), input, output, training);
  }

  /** Mean over the whole map. */
  static PoolLayer global(Workshop workshop, Shape inputShape, Tensor input, boolean training) {
    long[] whole = {inputShape.height(), inputShape.width()};
    Shape one = new Shape(1, 1, inputShape.channels());
    return new PoolLayer(workshop, false, whole, whole, input, one, training);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public List<Operation> forward() {
    return List.of(forward);
  }

  @Override
  public Backward backward(Tensor gradient, List<Boolean> wanted) {
    pooling_backward.primitive_desc backward =
        workshop
            .scope()
            .own(
                new pooling_backward.primitive_desc(
                    workshop.device(),
                    algorithm,
                    input.description(),
                    gradient.description(),
                    stride,
                    size,
                    NONE,
                    NONE,
                    NONE,
                    description,
                    workshop.attributes(),
                    false));
    Tensor inputGradient = workshop.tensor(input.description());
    Operation operation =
        workshop.operation(
            backward,
            new pooling_backward(backward),
            withWinners(Map.of(DNNL_ARG_DIFF_DST, gradient, DNNL_ARG_DIFF_SRC, inputGradient)));
    return new Backward(List.of(operation), List.of(inputGradient));
  }

  private Map<Integer, Tensor> withWinners(Map<Integer, Tensor> arguments) {
    if (winners == null) {
      return arguments;
    }
    Map<Integer, Tensor> all = new HashMap<>(arguments);
    all.put(DNNL_ARG_WORKSPACE, winners);
    return all;
  }
}
