package org.polyak.train.engine.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polyak.augment.random.RandomStream;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.engine.plain.Call;
import org.polyak.train.engine.plain.Gradients;
import org.polyak.train.engine.plain.Kernel;
import org.polyak.train.engine.plain.Kernels;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;

/**
 * A layer that oneDNN does not have, by its kernel in plain Java: its arrays are copied out and in,
 * and the layers around it stay native.
 */
final class KernelLayer implements CompiledLayer {

  private final Workshop workshop;
  private final Network network;
  private final Node node;
  private final int number;
  private final Pass pass;
  private final Kernel kernel;
  private final RandomStream random = new RandomStream();
  private final List<Tensor> inputs;
  private final Tensor output;
  private final Network.Range weights;
  private final Network.Range moments;
  private final double[] parameters;
  private final double[] statistics;
  private final double[] byParameters;
  private final Operation forward;
  private Call call;

  /**
   * @param number of the node in the network, which its random numbers depend on
   * @param pass what the current pass is for
   */
  KernelLayer(
      Workshop workshop, Network network, Node node, int number, List<Tensor> inputs, Pass pass) {
    this.workshop = workshop;
    this.network = network;
    this.node = node;
    this.number = number;
    this.inputs = inputs;
    this.pass = pass;
    this.kernel = Kernels.of(network, node);
    this.output = workshop.tensor(network.shape(node.name()));
    this.weights = network.parameterRange(node);
    this.moments = network.statisticsRange(node);
    this.parameters = new double[weights.size()];
    this.statistics = new double[moments.size()];
    this.byParameters = new double[weights.size()];
    List<Tensor> tensors = new ArrayList<>(inputs);
    tensors.add(output);
    this.forward = new JavaOperation(this::computeForward, tensors);
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
    List<Tensor> inputGradients = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      inputGradients.add(
          wanted.get(i) ? workshop.tensor(network.shape(node.inputs().get(i))) : null);
    }
    List<Tensor> tensors = new ArrayList<>(List.of(gradient));
    inputGradients.stream().filter(tensor -> tensor != null).forEach(tensors::add);
    return new Backward(
        List.of(new JavaOperation(() -> computeBackward(gradient, inputGradients), tensors)),
        inputGradients);
  }

  private void computeForward() {
    double[][] values = new double[inputs.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(inputs.get(i), node.inputs().get(i));
    }
    boolean draws = pass.phase().draws() && node.layer().draws();
    if (draws) {
      RandomKey.check(network, pass.key()).restart(random, number);
    }
    double[] result = new double[workshop.batch() * network.shape(node.name()).size()];
    call =
        new Call(
            workshop.batch(),
            pass.phase(),
            draws ? random : null,
            values,
            result,
            parameters,
            statistics);
    kernel.forward(call);
    write(result, output);
  }

  private void computeBackward(Tensor gradient, List<Tensor> inputGradients) {
    double[][] byInputs = new double[inputs.size()][];
    for (int i = 0; i < byInputs.length; i++) {
      byInputs[i] = inputGradients.get(i) == null ? null : new double[call.inputs()[i].length];
    }
    Arrays.fill(byParameters, 0);
    kernel.backward(call, new Gradients(read(gradient, node.name()), byInputs, byParameters));
    for (int i = 0; i < byInputs.length; i++) {
      if (byInputs[i] != null) {
        write(byInputs[i], inputGradients.get(i));
      }
    }
    call = null;
  }

  private double[] read(Tensor tensor, String of) {
    float[] narrow = new float[workshop.batch() * network.shape(of).size()];
    tensor.read(narrow, 0, narrow.length);
    double[] wide = new double[narrow.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = narrow[i];
    }
    return wide;
  }

  private static void write(double[] values, Tensor tensor) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    tensor.write(narrow, 0, narrow.length);
  }

  @Override
  public void load(float[] all) {
    widen(all, weights, parameters);
  }

  @Override
  public void storeGradient(float[] gradient) {
    narrow(byParameters, gradient, weights);
  }

  @Override
  public void loadStatistics(float[] all) {
    widen(all, moments, statistics);
  }

  @Override
  public void storeStatistics(float[] all) {
    narrow(statistics, all, moments);
  }

  private static void widen(float[] all, Network.Range range, double[] own) {
    for (int i = 0; i < own.length; i++) {
      own[i] = all[range.from() + i];
    }
  }

  private static void narrow(double[] own, float[] all, Network.Range range) {
    for (int i = 0; i < own.length; i++) {
      all[range.from() + i] = (float) own[i];
    }
  }
}
