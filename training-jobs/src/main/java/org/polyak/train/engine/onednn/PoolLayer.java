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
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Sides;

/** Maximum or mean over windows. */
final class PoolLayer implements CompiledLayer {

  private static final long[] NONE = {0, 0};

  private final Workshop workshop;
  private final int algorithm;
  private final long[] size;
  private final long[] stride;
  private final long[] before;
  private final long[] behind;
  private final Tensor input;
  private final Tensor output;
  private final Tensor winners;
  private final pooling_forward.primitive_desc description;
  private final Operation forward;

  private PoolLayer(
      Workshop workshop,
      int algorithm,
      long[] size,
      long[] stride,
      long[] padding,
      Shape inputShape,
      Tensor input,
      Shape outputShape,
      boolean training) {
    this.workshop = workshop;
    this.algorithm = algorithm;
    this.size = size;
    this.stride = stride;
    this.before = padding;
    this.behind =
        new long[] {
          behind(inputShape.height(), outputShape.height(), size[0], stride[0], padding[0]),
          behind(inputShape.width(), outputShape.width(), size[1], stride[1], padding[1])
        };
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
                    before,
                    behind,
                    workshop.attributes(),
                    false));
    this.winners =
        algorithm == dnnl.algorithm.pooling_max.value && training
            ? workshop.tensor(workshop.scope().own(description.workspace_desc()))
            : null;
    this.forward =
        workshop.operation(
            description,
            new pooling_forward(description),
            withWinners(Map.of(DNNL_ARG_SRC, input, DNNL_ARG_DST, output)));
  }

  /** Padding behind: as before, or as far as the last window reaches. */
  private static long behind(int input, int output, long size, long stride, long padding) {
    return Math.max(padding, (output - 1) * stride + size - input - padding);
  }

  static PoolLayer max(
      Workshop workshop, MaxPool pool, Shape in, Tensor input, Shape out, boolean training) {
    return new PoolLayer(
        workshop,
        dnnl.algorithm.pooling_max.value,
        Workshop.both(pool.size()),
        Workshop.both(pool.stride()),
        Workshop.both(pool.padding()),
        in,
        input,
        out,
        training);
  }

  static PoolLayer average(
      Workshop workshop, AveragePool pool, Shape in, Tensor input, Shape out, boolean training) {
    return new PoolLayer(
        workshop,
        (pool.countPadding()
                ? dnnl.algorithm.pooling_avg_include_padding
                : dnnl.algorithm.pooling_avg_exclude_padding)
            .value,
        Workshop.both(pool.size()),
        Workshop.both(pool.stride()),
        Workshop.both(pool.padding()),
        in,
        input,
        out,
        training);
  }

  /** Mean over the whole map. */
  static PoolLayer global(Workshop workshop, Shape in, Tensor input, boolean training) {
    Sides whole = new Sides(in.height(), in.width());
    AveragePool pool = new AveragePool(whole, whole, Sides.NONE, false, false);
    return average(workshop, pool, in, input, new Shape(1, 1, in.channels()), training);
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
                    before,
                    behind,
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
