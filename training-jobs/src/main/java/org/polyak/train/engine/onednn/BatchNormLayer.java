package org.polyak.train.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.polyak.train.network.Network;
import org.polyak.train.network.layer.BatchNorm;

/** Batch normalisation, together with the ReLU behind it if that is its only reader. */
final class BatchNormLayer implements CompiledLayer {

  private final Workshop workshop;
  private final Tensor input;
  private final Tensor output;
  private final int offset;
  private final Network.StatisticsSlice slice;
  private final float epsilon;
  private final int flags;
  private final Tensor scale;
  private final Tensor shift;
  private final Tensor mean;
  private final Tensor variance;
  private final Tensor positive;
  private final batch_normalization_forward.primitive_desc description;
  private final Operation forward;
  private Tensor scaleGradient;
  private Tensor shiftGradient;

  /**
   * @param offset of its parameters in the network's
   * @param slice of its statistics in the network's
   * @param relu whether max(0, x) follows in the same pass
   */
  BatchNormLayer(
      Workshop workshop,
      BatchNorm layer,
      Tensor input,
      int offset,
      Network.StatisticsSlice slice,
      boolean relu,
      boolean training) {
    this.workshop = workshop;
    this.input = input;
    this.output = workshop.tensor(input.description());
    this.offset = offset;
    this.slice = slice;
    this.epsilon = (float) layer.epsilon();
    this.flags =
        dnnl.normalization_flags.use_scale.value
            | dnnl.normalization_flags.use_shift.value
            | (relu ? dnnl.normalization_flags.fuse_norm_relu.value : 0)
            | (training ? 0 : dnnl.normalization_flags.use_global_stats.value);
    memory.desc perChannel = workshop.description(memory.format_tag.x, slice.channels());
    this.scale = workshop.tensor(perChannel).kept();
    this.shift = workshop.tensor(perChannel).kept();
    this.mean = workshop.tensor(perChannel).kept();
    this.variance = workshop.tensor(perChannel).kept();
    this.description =
        workshop
            .scope()
            .own(
                new batch_normalization_forward.primitive_desc(
                    workshop.device(),
                    (training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference)
                        .value,
                    input.description(),
                    output.description(),
                    epsilon,
                    flags,
                    workshop.attributes(),
                    false));
    this.positive =
        relu && training
            ? workshop.tensor(workshop.scope().own(description.workspace_desc()))
            : null;
    this.forward =
        workshop.operation(
            description,
            new batch_normalization_forward(description),
            arguments(Map.of(DNNL_ARG_DST, output, DNNL_ARG_SHIFT, shift)));
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
    batch_normalization_backward.primitive_desc backward =
        workshop
            .scope()
            .own(
                new batch_normalization_backward.primitive_desc(
                    workshop.device(),
                    dnnl.prop_kind.backward.value,
                    input.description(),
                    gradient.description(),
                    input.description(),
                    epsilon,
                    flags,
                    description,
                    workshop.attributes(),
                    false));
    scaleGradient = workshop.tensor(scale.description()).kept();
    shiftGradient = workshop.tensor(shift.description()).kept();
    Tensor inputGradient = workshop.tensor(input.description());
    Operation operation =
        workshop.operation(
            backward,
            new batch_normalization_backward(backward),
            arguments(
                Map.of(
                    DNNL_ARG_DIFF_DST,
                    gradient,
                    DNNL_ARG_DIFF_SRC,
                    inputGradient,
                    DNNL_ARG_DIFF_SCALE,
                    scaleGradient,
                    DNNL_ARG_DIFF_SHIFT,
                    shiftGradient)));
    return new Backward(List.of(operation), List.of(inputGradient));
  }

  /** What both passes read, and what only one of them has. */
  private Map<Integer, Tensor> arguments(Map<Integer, Tensor> own) {
    Map<Integer, Tensor> arguments = new HashMap<>(own);
    arguments.put(DNNL_ARG_SRC, input);
    arguments.put(DNNL_ARG_SCALE, scale);
    arguments.put(DNNL_ARG_MEAN, mean);
    arguments.put(DNNL_ARG_VARIANCE, variance);
    if (positive != null) {
      arguments.put(DNNL_ARG_WORKSPACE, positive);
    }
    return arguments;
  }

  @Override
  public void load(float[] parameters) {
    scale.write(parameters, offset, slice.channels());
    shift.write(parameters, offset + slice.channels(), slice.channels());
  }

  @Override
  public void storeGradient(float[] gradient) {
    scaleGradient.read(gradient, offset, slice.channels());
    shiftGradient.read(gradient, offset + slice.channels(), slice.channels());
  }

  @Override
  public void loadStatistics(float[] statistics) {
    mean.write(statistics, slice.offset(), slice.channels());
    variance.write(statistics, slice.varianceOffset(), slice.channels());
  }

  @Override
  public void storeStatistics(float[] statistics) {
    mean.read(statistics, slice.offset(), slice.channels());
    variance.read(statistics, slice.varianceOffset(), slice.channels());
  }
}
