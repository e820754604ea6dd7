package org.polyak.train.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.reduction;

/** A map times a gate for each of its channels. */
final class ScaleLayer implements CompiledLayer {

  private final Workshop workshop;
  private final Tensor map;
  private final Tensor gate;
  private final Tensor output;
  private final Operation forward;

  ScaleLayer(Workshop workshop, Tensor map, Tensor gate) {
    this.workshop = workshop;
    this.map = map;
    this.gate = gate;
    this.output = workshop.tensor(map.description());
    this.forward = workshop.product(map, gate, output);
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
    List<Operation> operations = new ArrayList<>();
    Tensor byMap = null;
    if (wanted.get(0)) {
      byMap = workshop.tensor(map.description());
      operations.add(workshop.product(gradient, gate, byMap));
    }
    Tensor byGate = null;
    if (wanted.get(1)) {
      byGate = workshop.tensor(gate.description());
      Tensor each = workshop.tensor(map.description());
      operations.add(workshop.product(gradient, map, each));
      operations.add(overPositions(each, byGate));
    }
    return new Backward(operations, Arrays.asList(byMap, byGate));
  }

  private Operation overPositions(Tensor values, Tensor sums) {
    reduction.primitive_desc description =
        workshop
            .scope()
            .own(
                new reduction.primitive_desc(
                    workshop.device(),
                    dnnl.algorithm.reduction_sum.value,
                    values.description(),
                    sums.description(),
                    0,
                    0,
                    workshop.attributes(),
                    false));
    return workshop.operation(
        description, new reduction(description), Map.of(DNNL_ARG_SRC, values, DNNL_ARG_DST, sums));
  }
}
