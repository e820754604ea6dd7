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
import org.bytedeco.dnnl.lrn_backward;
import org.bytedeco.dnnl.lrn_forward;
import org.bytedeco.dnnl.memory;
import org.polyak.train.network.layer.LocalResponseNorm;

/** Local response normalisation; oneDNN divides alpha by the number of channels of a sum. */
final class LocalResponseNormLayer implements CompiledLayer {

  private final Workshop workshop;
  private final LocalResponseNorm layer;
  private final Tensor input;
  private final Tensor output;
  private final Tensor remembered;
  private final lrn_forward.primitive_desc description;
  private final Operation forward;

  LocalResponseNormLayer(
      Workshop workshop, LocalResponseNorm layer, Tensor input, boolean training) {
    this.workshop = workshop;
    this.layer = layer;
    this.input = input;
    this.output = workshop.tensor(input.description());
    this.description =
        workshop
            .scope()
            .own(
                new lrn_forward.primitive_desc(
                    workshop.device(),
                    (training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference)
                        .value,
                    dnnl.algorithm.lrn_across_channels.value,
                    input.description(),
                    output.description(),
                    layer.size(),
                    alpha(),
                    (float) layer.beta(),
                    (float) layer.k(),
                    workshop.attributes(),
                    false));
    memory.desc workspace = workshop.scope().own(description.workspace_desc());
    this.remembered = training && workspace.get_size() > 0 ? workshop.tensor(workspace) : null;
    this.forward =
        workshop.operation(
            description,
            new lrn_forward(description),
            withRemembered(Map.of(DNNL_ARG_SRC, input, DNNL_ARG_DST, output)));
  }

  private float alpha() {
    return (float) (layer.alpha() * layer.size());
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
    Tensor inputGradient = workshop.tensor(input.description());
    lrn_backward.primitive_desc backward =
        workshop
            .scope()
            .own(
                new lrn_backward.primitive_desc(
                    workshop.device(),
                    dnnl.algorithm.lrn_across_channels.value,
                    inputGradient.description(),
                    gradient.description(),
                    input.description(),
                    layer.size(),
                    alpha(),
                    (float) layer.beta(),
                    (float) layer.k(),
                    description,
                    workshop.attributes(),
                    false));
    Operation operation =
        workshop.operation(
            backward,
            new lrn_backward(backward),
            withRemembered(
                Map.of(
                    DNNL_ARG_SRC,
                    input,
                    DNNL_ARG_DIFF_DST,
                    gradient,
                    DNNL_ARG_DIFF_SRC,
                    inputGradient)));
    return new Backward(List.of(operation), List.of(inputGradient));
  }

  private Map<Integer, Tensor> withRemembered(Map<Integer, Tensor> arguments) {
    if (remembered == null) {
      return arguments;
    }
    Map<Integer, Tensor> all = new HashMap<>(arguments);
    all.put(DNNL_ARG_WORKSPACE, remembered);
    return all;
  }
}
