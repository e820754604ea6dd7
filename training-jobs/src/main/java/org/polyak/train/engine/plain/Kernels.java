package org.polyak.train.engine.plain;

import java.util.List;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Activation;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Concat;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.DecorrelatedBatchNorm;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Dropout;
import org.polyak.train.network.layer.FractionalMaxPool;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.GroupNorm;
import org.polyak.train.network.layer.HierarchicalSoftmax;
import org.polyak.train.network.layer.InstanceNorm;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.LayerNorm;
import org.polyak.train.network.layer.LocalResponseNorm;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Norm;
import org.polyak.train.network.layer.Scale;
import org.polyak.train.network.layer.SpatialDropout;
import org.polyak.train.network.layer.StochasticDepth;
import org.polyak.train.network.layer.SubsamplePad;

/** The kernel of every layer. */
public final class Kernels {

  private Kernels() {}

  /** A new kernel for a node of a network. */
  public static Kernel of(Network network, Node node) {
    List<Shape> inputs = node.inputs().stream().map(network::shape).toList();
    return of(node.layer(), inputs, network.shape(node.name()));
  }

  /** A new kernel for a layer that makes {@code out} of {@code inputs}. */
  static Kernel of(Layer layer, List<Shape> inputs, Shape out) {
    Shape in = inputs.get(0);
    if (layer instanceof Activation a) {
      return ActivationKernels.of(a, in);
    } else if (layer instanceof Norm n) {
      return norm(n, in);
    } else if (layer instanceof Convolution c) {
      return new ConvolutionKernel(c, in, out);
    } else if (layer instanceof Dense d) {
      return new DenseKernel(d, in.size());
    } else if (layer instanceof MaxPool p) {
      return new MaxPoolKernel(p, in, out);
    } else if (layer instanceof AveragePool p) {
      return new AveragePoolKernel(p, in, out);
    } else if (layer instanceof GlobalAveragePool) {
      return AveragePoolKernel.global(in);
    } else if (layer instanceof FractionalMaxPool p) {
      return new FractionalMaxPoolKernel(p, in, out);
    } else if (layer instanceof Add) {
      return new AddKernel();
    } else if (layer instanceof Concat) {
      return new ConcatKernel(inputs.stream().map(Shape::channels).toList(), out.channels());
    } else if (layer instanceof Scale) {
      return new ScaleKernel(in);
    } else if (layer instanceof SubsamplePad s) {
      return new SubsamplePadKernel(s, in, out);
    } else if (layer instanceof LocalResponseNorm n) {
      return new LocalResponseNormKernel(n, in.channels());
    } else if (layer instanceof Dropout d) {
      return NoiseKernel.of(d);
    } else if (layer instanceof SpatialDropout d) {
      return NoiseKernel.of(d, in);
    } else if (layer instanceof StochasticDepth d) {
      return NoiseKernel.of(d);
    } else if (layer instanceof HierarchicalSoftmax) {
      return new HierarchicalSoftmaxKernel(out.size());
    }
    throw new IllegalArgumentException("No kernel for " + layer);
  }

  private static Kernel norm(Norm norm, Shape in) {
    if (norm instanceof BatchNorm b) {
      return new BatchNormKernel(in.channels(), b.epsilon());
    } else if (norm instanceof DecorrelatedBatchNorm d) {
      return new DecorrelatedBatchNormKernel(d, in.channels());
    } else if (norm instanceof GroupNorm g) {
      return new GroupNormKernel(in, g.groups(), g.epsilon());
    } else if (norm instanceof LayerNorm l) {
      return new GroupNormKernel(in, 1, l.epsilon());
    } else if (norm instanceof InstanceNorm i) {
      return new GroupNormKernel(in, in.channels(), i.epsilon());
    }
    throw new IllegalArgumentException("No kernel for " + norm);
  }
}
