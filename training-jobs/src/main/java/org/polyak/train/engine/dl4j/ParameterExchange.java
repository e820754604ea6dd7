package org.polyak.train.engine.dl4j;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.polyak.train.network.Network;
import org.polyak.train.network.Parameter;
import org.polyak.train.network.layer.Convolution;

/**
 * Moves values between the flat vectors of a {@link Network} and DL4J's arrays. DL4J keeps
 * convolution weights as {@code [filters][inputs][rows][columns]} and dense biases as rows.
 */
public final class ParameterExchange {

  private final Network network;

  /** For graphs of this network. */
  public ParameterExchange(Network network) {
    this.network = network;
  }

  /** Sets the graph's parameters. */
  public void load(float[] parameters, ComputationGraph graph) {
    Map<String, INDArray> table = graph.paramTable();
    for (Network.ParameterSlice slice : network.parameterSlices()) {
      INDArray target = table.get(key(slice));
      float[] values = new float[slice.parameter().size()];
      System.arraycopy(parameters, slice.offset(), values, 0, values.length);
      target.assign(toDl4j(slice, values, target));
    }
  }

  /** Sets the graph's running statistics. */
  public void loadStatistics(float[] statistics, ComputationGraph graph) {
    Map<String, INDArray> table = graph.paramTable();
    for (Network.StatisticsSlice slice : network.statisticsSlices()) {
      assign(statistics, slice.offset(), slice.channels(), table.get(mean(slice)));
      assign(statistics, slice.varianceOffset(), slice.channels(), table.get(variance(slice)));
    }
  }

  /** Reads arrays named like parameters (the parameters themselves, or gradients). */
  public void store(Map<String, INDArray> table, float[] parameters) {
    for (Network.ParameterSlice slice : network.parameterSlices()) {
      INDArray source = table.get(key(slice));
      float[] values = fromDl4j(slice, source);
      System.arraycopy(values, 0, parameters, slice.offset(), values.length);
    }
  }

  /** Reads arrays named like running statistics. */
  public void storeStatistics(Map<String, INDArray> table, float[] statistics) {
    for (Network.StatisticsSlice slice : network.statisticsSlices()) {
      copy(table.get(mean(slice)), statistics, slice.offset());
      copy(table.get(variance(slice)), statistics, slice.varianceOffset());
    }
  }

  private static void assign(float[] values, int offset, int length, INDArray target) {
    float[] part = new float[length];
    System.arraycopy(values, offset, part, 0, length);
    target.assign(Nd4j.create(part, target.shape(), 'c'));
  }

  private static void copy(INDArray source, float[] target, int offset) {
    float[] values = source.dup('c').data().asFloat();
    System.arraycopy(values, 0, target, offset, values.length);
  }

  private static INDArray toDl4j(Network.ParameterSlice slice, float[] values, INDArray target) {
    if (isConvolutionWeight(slice)) {
      long[] shape = slice.parameter().shape().stream().mapToLong(Integer::longValue).toArray();
      return Nd4j.create(values, shape, 'c').permute(3, 2, 0, 1);
    }
    return Nd4j.create(values, target.shape(), 'c');
  }

  private static float[] fromDl4j(Network.ParameterSlice slice, INDArray source) {
    INDArray ordered = isConvolutionWeight(slice) ? source.permute(2, 3, 1, 0) : source;
    return ordered.castTo(DataType.FLOAT).dup('c').data().asFloat();
  }

  private static boolean isConvolutionWeight(Network.ParameterSlice slice) {
    return slice.node().layer() instanceof Convolution
        && slice.parameter().kind() == Parameter.Kind.WEIGHT;
  }

  private static String key(Network.ParameterSlice slice) {
    String suffix =
        switch (slice.parameter().kind()) {
          case WEIGHT -> "W";
          case BIAS -> "b";
          case GAMMA -> "gamma";
          case BETA -> "beta";
          case LENGTH, SLOPE ->
              throw new IllegalArgumentException("DL4J engine: no place for " + slice);
        };
    return slice.node().name() + "_" + suffix;
  }

  private static String mean(Network.StatisticsSlice slice) {
    return slice.node().name() + "_mean";
  }

  private static String variance(Network.StatisticsSlice slice) {
    return slice.node().name() + "_var";
  }
}
