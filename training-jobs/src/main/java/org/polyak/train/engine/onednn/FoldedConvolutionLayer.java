package org.polyak.train.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.polyak.train.network.Network;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;

/** What a {@link Fold} says, in test mode. */
final class FoldedConvolutionLayer implements CompiledLayer {

  private final int filters;
  private final int weightCount;
  private final int weightsOffset;
  private final int normOffset;
  private final Network.StatisticsSlice slice;
  private final double epsilon;
  private final boolean biased;
  private final Tensor weights;
  private final Tensor bias;
  private final Tensor output;
  private final Operation arrange;
  private final Operation forward;
  private float[] parameters;

  /**
   * @param weightsOffset of the convolution's parameters in the network's
   * @param normOffset of the normalisation's
   * @param slice of its statistics
   * @param shortcut what is added, and replaced by the sum; null for nothing
   * @param relu whether max(0, x) follows
   */
  FoldedConvolutionLayer(
      Workshop workshop,
      Convolution layer,
      BatchNorm norm,
      Shape inputShape,
      Shape outputShape,
      Tensor input,
      int weightsOffset,
      int normOffset,
      Network.StatisticsSlice slice,
      Tensor shortcut,
      boolean relu) {
    this.filters = layer.filters();
    this.weightsOffset = weightsOffset;
    this.normOffset = normOffset;
    this.slice = slice;
    this.epsilon = norm.epsilon();
    this.biased = layer.bias();
    long[] extents = {
      filters, inputShape.channels(), layer.kernel().height(), layer.kernel().width()
    };
    this.weights = workshop.tensor(workshop.description(memory.format_tag.hwio, extents)).kept();
    this.bias = workshop.tensor(workshop.description(memory.format_tag.x, filters)).kept();
    this.output = shortcut == null ? workshop.tensor(outputShape) : shortcut;
    this.weightCount = (int) (extents[0] * extents[1] * extents[2] * extents[3]);
    long[] padding = Workshop.both(layer.padding());
    convolution_forward.primitive_desc description =
        workshop
            .scope()
            .own(
                new convolution_forward.primitive_desc(
                    workshop.device(),
                    dnnl.prop_kind.forward_inference.value,
                    dnnl.algorithm.convolution_direct.value,
                    input.description(),
                    workshop.description(memory.format_tag.any, extents),
                    bias.description(),
                    output.description(),
                    Workshop.both(layer.stride()),
                    padding,
                    padding,
                    attributes(workshop, shortcut != null, relu),
                    false));
    Tensor arranged = workshop.tensor(workshop.scope().own(description.weights_desc())).kept();
    this.arrange = workshop.copy(weights, arranged);
    this.forward =
        workshop.operation(
            description,
            new convolution_forward(description),
            Map.of(
                DNNL_ARG_SRC,
                input,
                DNNL_ARG_WEIGHTS,
                arranged,
                DNNL_ARG_BIAS,
                bias,
                DNNL_ARG_DST,
                output));
  }

  private static primitive_attr attributes(Workshop workshop, boolean sum, boolean relu) {
    primitive_attr attributes = workshop.attributes();
    post_ops after = workshop.scope().own(new post_ops());
    if (sum) {
      after.append_sum();
    }
    if (relu) {
      after.append_eltwise(dnnl.algorithm.eltwise_relu.value, 0, 0);
    }
    attributes.set_post_ops(after);
    return attributes;
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public List<Operation> preparation() {
    return List.of(arrange);
  }

  @Override
  public List<Operation> forward() {
    return List.of(forward);
  }

  @Override
  public Backward backward(Tensor gradient, List<Boolean> wanted) {
    throw new UnsupportedOperationException("Folded for testing, which has no pass backward");
  }

  @Override
  public void load(float[] all) {
    parameters = all;
  }

  /** Folds: this is called after {@link #load}. */
  @Override
  public void loadStatistics(float[] statistics) {
    double[] factors = new double[filters];
    float[] foldedBias = new float[filters];
    for (int f = 0; f < filters; f++) {
      factors[f] =
          parameters[normOffset + f]
              / StrictMath.sqrt(statistics[slice.varianceOffset() + f] + epsilon);
      double before = biased ? parameters[weightsOffset + weightCount + f] : 0;
      double mean = statistics[slice.offset() + f];
      foldedBias[f] = (float) ((before - mean) * factors[f] + parameters[normOffset + filters + f]);
    }
    float[] foldedWeights = new float[weightCount];
    for (int i = 0; i < weightCount; i += filters) {
      for (int f = 0; f < filters; f++) {
        foldedWeights[i + f] = (float) (parameters[weightsOffset + i + f] * factors[f]);
      }
    }
    parameters = null;
    weights.write(foldedWeights, 0, weightCount);
    bias.write(foldedBias, 0, filters);
  }
}
