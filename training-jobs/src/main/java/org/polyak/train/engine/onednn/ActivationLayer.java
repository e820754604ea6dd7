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
import org.polyak.train.network.layer.Elu;
import org.polyak.train.network.layer.Gelu;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.LeakyRelu;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Sigmoid;
import org.polyak.train.network.layer.Swish;
import org.polyak.train.network.layer.Tanh;

/** A function of each value. */
final class ActivationLayer implements CompiledLayer {

  private final Workshop workshop;
  private final Function function;
  private final Tensor input;
  private final Tensor output;
  private final eltwise_forward.primitive_desc description;
  private final Operation forward;

  /**
   * A function of oneDNN's.
   *
   * @param forward its algorithm
   * @param backward that of its derivative
   * @param byResult whether the derivative is taken from the result, not from the input
   * @param alpha its parameter, if it has one
   */
  private record Function(int forward, int backward, boolean byResult, double alpha) {

    private static Function byInput(dnnl.algorithm algorithm, double alpha) {
      return new Function(algorithm.value, algorithm.value, false, alpha);
    }

    private static Function byResult(dnnl.algorithm forward, dnnl.algorithm backward) {
      return new Function(forward.value, backward.value, true, 0);
    }

    /** Null if oneDNN does not have it. */
    private static Function of(Layer layer) {
      if (layer instanceof Relu) {
        return byResult(dnnl.algorithm.eltwise_relu, dnnl.algorithm.eltwise_relu_use_dst_for_bwd);
      } else if (layer instanceof Tanh) {
        return byResult(dnnl.algorithm.eltwise_tanh, dnnl.algorithm.eltwise_tanh_use_dst_for_bwd);
      } else if (layer instanceof Sigmoid) {
        return byResult(
            dnnl.algorithm.eltwise_logistic, dnnl.algorithm.eltwise_logistic_use_dst_for_bwd);
      } else if (layer instanceof LeakyRelu a) {
        return byInput(dnnl.algorithm.eltwise_relu, a.slope());
      } else if (layer instanceof Elu a) {
        return byInput(dnnl.algorithm.eltwise_elu, a.alpha());
      } else if (layer instanceof Gelu) {
        return byInput(dnnl.algorithm.eltwise_gelu_erf, 0);
      }
      return layer instanceof Swish a ? byInput(dnnl.algorithm.eltwise_swish, a.beta()) : null;
    }
  }

  /** Whether oneDNN has the function. */
  static boolean has(Layer layer) {
    return Function.of(layer) != null;
  }

  ActivationLayer(Workshop workshop, Layer layer, Tensor input) {
    this.workshop = workshop;
    this.function = Function.of(layer);
    this.input = input;
    this.output = workshop.tensor(input.description());
    this.description =
        workshop
            .scope()
            .own(
                new eltwise_forward.primitive_desc(
                    workshop.device(),
                    dnnl.prop_kind.forward_training.value,
                    function.forward,
                    input.description(),
                    output.description(),
                    (float) function.alpha,
                    0,
                    workshop.attributes(),
                    false));
    this.forward =
        workshop.operation(
            description,
            new eltwise_forward(description),
            Map.of(DNNL_ARG_SRC, input, DNNL_ARG_DST, output));
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
    Operation operation =
        function.byResult
            ? byResult(workshop, function.backward, description, output, gradient, inputGradient)
            : byInput(gradient, inputGradient);
    return new Backward(List.of(operation), List.of(inputGradient));
  }

  private Operation byInput(Tensor gradient, Tensor inputGradient) {
    eltwise_backward.primitive_desc backward =
        workshop
            .scope()
            .own(
                new eltwise_backward.primitive_desc(
                    workshop.device(),
                    function.backward,
                    inputGradient.description(),
                    gradient.description(),
                    input.description(),
                    (float) function.alpha,
                    0,
                    description,
                    workshop.attributes(),
                    false));
    return workshop.operation(
        backward,
        new eltwise_backward(backward),
        Map.of(DNNL_ARG_SRC, input, DNNL_ARG_DIFF_DST, gradient, DNNL_ARG_DIFF_SRC, inputGradient));
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
