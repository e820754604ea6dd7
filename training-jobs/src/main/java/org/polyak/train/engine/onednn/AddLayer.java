package org.polyak.train.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** The sum of inputs, together with the ReLU behind it if that is its only reader. */
final class AddLayer implements CompiledLayer {

  private final Workshop workshop;
  private final boolean relu;
  private final Tensor output;
  private final List<Operation> forward;
  private final int inputs;

  /**
   * @param relu whether max(0, x) follows in the same pass
   */
  AddLayer(Workshop workshop, List<Tensor> inputs, boolean relu) {
    this.workshop = workshop;
    this.relu = relu;
    this.inputs = inputs.size();
    this.forward = new ArrayList<>();
    Tensor a = inputs.get(0);
    for (Tensor next : inputs.subList(1, inputs.size() - 1)) {
      Tensor sum = workshop.tensor(a.description());
      forward.add(workshop.sum(a, next, sum));
      a = sum;
    }
    Tensor b = inputs.get(inputs.size() - 1);
    this.output = workshop.tensor(a.description());
    primitive_attr attributes = workshop.attributes();
    if (relu) {
      post_ops after = workshop.scope().own(new post_ops());
      after.append_eltwise(dnnl.algorithm.eltwise_relu.value, 0, 0);
      attributes.set_post_ops(after);
    }
    binary.primitive_desc description =
        workshop
            .scope()
            .own(
                new binary.primitive_desc(
                    workshop.device(),
                    dnnl.algorithm.binary_add.value,
                    a.description(),
                    b.description(),
                    output.description(),
                    attributes,
                    false));
    forward.add(
        workshop.operation(
            description,
            new binary(description),
            Map.of(DNNL_ARG_SRC_0, a, DNNL_ARG_SRC_1, b, DNNL_ARG_DST, output)));
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
    if (!relu) {
      return new Backward(List.of(), Collections.nCopies(inputs, gradient));
    }
    eltwise_forward.primitive_desc hint =
        workshop
            .scope()
            .own(
                new eltwise_forward.primitive_desc(
                    workshop.device(),
                    dnnl.prop_kind.forward_training.value,
                    dnnl.algorithm.eltwise_relu_use_dst_for_bwd.value,
                    output.description(),
                    output.description()));
    Tensor both = workshop.tensor(output.description());
    Operation operation =
        ActivationLayer.byResult(
            workshop,
            dnnl.algorithm.eltwise_relu_use_dst_for_bwd.value,
            hint,
            output,
            gradient,
            both);
    return new Backward(List.of(operation), Collections.nCopies(inputs, both));
  }
}
