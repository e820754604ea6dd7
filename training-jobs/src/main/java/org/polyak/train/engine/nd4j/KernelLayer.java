package org.polyak.train.engine.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.polyak.augment.random.RandomStream;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.engine.plain.Call;
import org.polyak.train.engine.plain.Gradients;
import org.polyak.train.engine.plain.Kernel;
import org.polyak.train.engine.plain.Kernels;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;

/**
 * A rare layer, by its kernel in plain Java on the host: its arrays are copied out and in, which a
 * GPU waits for.
 */
final class KernelLayer implements NativeLayer {

  private final Workshop workshop;
  private final Network network;
  private final Node node;
  private final List<INDArray> inputs;
  private final INDArray output;
  private final Network.Range weights;
  private final Network.Range moments;
  private final Kernel kernel;
  private final RandomStream random = new RandomStream();
  private Call call;

  KernelLayer(Workshop workshop, Network network, Node node, List<INDArray> inputs) {
    this.workshop = workshop;
    this.network = network;
    this.node = node;
    this.inputs = inputs;
    this.output = workshop.activations(network.shape(node.name()));
    this.weights = network.parameterRange(node);
    this.moments = network.statisticsRange(node);
    this.kernel = Kernels.of(network, node);
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    boolean draws = pass.phase().draws() && node.layer().draws();
    if (draws) {
      RandomKey.check(network, pass.key()).restart(random, network.nodes().indexOf(node));
    }
    double[] result = new double[(int) output.length()];
    call =
        new Call(
            workshop.batch(),
            pass.phase(),
            draws ? random : null,
            inputs.stream().map(Transfer::doubles).toArray(double[][]::new),
            result,
            read(workshop.parameters(), weights),
            read(workshop.statistics(), moments));
    kernel.forward(call);
    Transfer.write(result, output);
    if (pass.phase().batchStatistics()) {
      write(call.statistics(), workshop.statistics(), moments);
    }
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    List<INDArray> gradients = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      gradients.add(wanted.get(i) ? workshop.pool().take(inputs.get(i).shape()) : null);
    }
    return new Backward(() -> back(gradient, gradients), gradients);
  }

  private void back(INDArray gradient, List<INDArray> gradients) {
    double[][] byInputs = new double[inputs.size()][];
    for (int i = 0; i < byInputs.length; i++) {
      byInputs[i] = gradients.get(i) == null ? null : new double[call.inputs()[i].length];
    }
    double[] byParameters = new double[weights.size()];
    kernel.backward(call, new Gradients(Transfer.doubles(gradient), byInputs, byParameters));
    for (int i = 0; i < byInputs.length; i++) {
      if (byInputs[i] != null) {
        Transfer.write(byInputs[i], gradients.get(i));
      }
    }
    write(byParameters, workshop.gradient(), weights);
    call = null;
  }

  private static double[] read(INDArray vector, Network.Range range) {
    return range.size() == 0
        ? new double[0]
        : Transfer.doubles(Workshop.part(vector, range.from(), range.size()));
  }

  private static void write(double[] values, INDArray vector, Network.Range range) {
    if (range.size() > 0) {
      Transfer.write(values, Workshop.part(vector, range.from(), range.size()));
    }
  }
}
