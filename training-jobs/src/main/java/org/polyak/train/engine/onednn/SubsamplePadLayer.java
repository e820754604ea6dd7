package org.polyak.train.engine.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.Sides;
import org.polyak.train.network.layer.SubsamplePad;

/**
 * The parameter-free shortcut: pooling over windows of one value, then a copy into the first
 * channels of the output. The new channels are never written and keep the zeros they were made
 * with.
 */
final class SubsamplePadLayer implements CompiledLayer {

  private final Workshop workshop;
  private final PoolLayer samples;
  private final memory.desc kept;
  private final Tensor output;
  private final List<Operation> forward;

  SubsamplePadLayer(
      Workshop workshop, SubsamplePad layer, Shape in, Shape out, Tensor input, boolean training) {
    this.workshop = workshop;
    Shape sampled = new Shape(out.height(), out.width(), in.channels());
    AveragePool single =
        new AveragePool(Sides.ONE, Sides.square(layer.stride()), Sides.NONE, false, false);
    this.samples = PoolLayer.average(workshop, single, in, input, sampled, training);
    this.output = workshop.tensor(out).kept();
    this.kept =
        workshop.stridedActivations(
            new long[] {workshop.batch(), in.channels(), out.height(), out.width()},
            new long[] {out.size(), 1, (long) out.width() * out.channels(), out.channels()});
    this.forward = new ArrayList<>(samples.forward());
    forward.add(workshop.copy(samples.output(), workshop.view(output, kept)));
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
    Tensor sampled = workshop.tensor(samples.output().description());
    Backward spread = samples.backward(sampled, wanted);
    List<Operation> operations = new ArrayList<>();
    operations.add(workshop.copy(workshop.view(gradient, kept), sampled));
    operations.addAll(spread.operations());
    return new Backward(operations, spread.gradients());
  }
}
