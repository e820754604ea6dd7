package org.polyak.train.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;

/** A function of each value, whose derivative is taken from its result. */
final class ActivationLayer implements CompiledLayer {

  private final Workshop workshop;
  private final int byResult;
  private final Tensor output;
  private final eltwise_forward.primitive_desc description;
  private final Operation forward;

  private ActivationLayer(Workshop workshop, int algorithm, int byResult, Tensor input) {
    this.workshop = workshop;
    this.byResult = byResult;
    this.output = workshop.tensor(input.description());
    this.description =
        workshop
            .scope()
            .own(
                new eltwise_forward.primitive_desc(
                    workshop.device(),
                    dnnl.prop_kind.forward_training.value,
                    algorithm,
                    input.description(),
                    output.description(),
                    workshop.attributes(),
                    false));
    this.forward =
        workshop.operation(
            description,
            new eltwise_forward(description),
            Map.of(DNNL_ARG_SRC, input, DNNL_ARG_DST, output));
  }

  static ActivationLayer relu(Workshop workshop, Tensor input) {
    return new ActivationLayer(
        workshop,
        dnnl.algorithm.eltwise_relu.value,
        dnnl.algorithm.eltwise_relu_use_dst_for_bwd.value,
        input);
  }

  static ActivationLayer tanh(Workshop workshop, Tensor input) {
    return new ActivationLayer(
        workshop,
        dnnl.algorithm.eltwise_tanh.value,
        dnnl.algorithm.eltwise_tanh_use_dst_for_bwd.value,
        input);
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
    Tensor inputGradient = workshop.tensor(output.description());
    return new Backward(
        List.of(byResult(workshop, byResult, description, output, gradient, inputGradient)),
        List.of(inputGradient));
  }

  /** The pass backward of a function whose result is {@code output}. */
  static Operation byResult(
      Workshop workshop,
      int algorithm,
      eltwise_forward.primitive_desc forward,
      Tensor output,
      Tensor gradient,
      Tensor inputGradient) {
    eltwise_backward.primitive_desc backward =
        workshop
            .scope()
            .own(
                new eltwise_backward.primitive_desc(
                    workshop.device(),
                    algorithm,
                    inputGradient.description(),
                    gradient.description(),
                    output.description(),
                    forward,
                    workshop.attributes(),
                    false));
    return workshop.operation(
        backward,
        new eltwise_backward(backward),
        Map.of(
            DNNL_ARG_DST, output, DNNL_ARG_DIFF_DST, gradient, DNNL_ARG_DIFF_SRC, inputGradient));
  }
}
