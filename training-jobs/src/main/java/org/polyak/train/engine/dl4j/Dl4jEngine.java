package org.polyak.train.engine.dl4j;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.BatchResult;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Logits;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.loss.Loss;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;

/**
 * Computes networks with DL4J's ComputationGraph, on whatever backend ND4J has. Only gradients are
 * taken from DL4J: the updater is {@link NoOp}, and the running statistics of batch normalisation
 * are kept outside.
 */
public final class Dl4jEngine implements Engine {

  private final Network network;
  private final int threads;
  private final ComputationGraph graph;
  private final ParameterExchange exchange;
  private final String logits;
  private final LogitsListener listener;
  private final float[] zeroStatistics;

  /**
   * @param network what is computed
   * @param loss of a training pass
   * @param threads threads of native operations
   */
  public Dl4jEngine(Network network, Loss loss, int threads) {
    NativeBackend.prepare();
    this.network = network;
    this.threads = threads;
    // With a decay of 0, the "gradient" that DL4J gives for a running statistic is the statistic
    // itself minus that of the batch: set to zero before, it is the batch's with a minus sign.
    this.graph = new ComputationGraph(Dl4jGraph.of(network, loss, new NoOp(), 0, 0.0));
    this.exchange = new ParameterExchange(network);
    this.logits = network.nodes().get(network.nodes().size() - 1).name();
    this.zeroStatistics = new float[network.statisticsCount()];
    graph.init();
    this.listener = new LogitsListener(logits);
    graph.setListeners(listener);
  }

  @Override
  public BatchResult gradient(
      float[] parameters, Batch batch, float[] gradient, float[] batchStatistics) {
    NativeBackend.setThreads(threads);
    exchange.load(parameters, graph);
    exchange.loadStatistics(zeroStatistics, graph);
    graph.setInputs(images(batch.size(), batch.images()));
    graph.setLabels(
        Nd4j.create(
            Arrays.copyOf(batch.targets(), batch.size() * network.classes()),
            new long[] {batch.size(), network.classes()},
            'c'));
    graph.computeGradientAndScore();
    Map<String, INDArray> gradients = graph.gradient().gradientForVariable();
    exchange.store(gradients, gradient);
    // DL4J leaves the division by the batch size to its updater.
    float scale = 1f / batch.size();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= scale;
    }
    exchange.storeStatistics(gradients, batchStatistics);
    for (int i = 0; i < batchStatistics.length; i++) {
      batchStatistics[i] = -batchStatistics[i];
    }
    return new BatchResult(graph.score(), correct(batch, listener.logits()));
  }

  @Override
  public void logits(
      float[] parameters, float[] statistics, int size, float[] images, float[] result) {
    NativeBackend.setThreads(threads);
    exchange.load(parameters, graph);
    exchange.loadStatistics(statistics, graph);
    INDArray out = graph.feedForward(images(size, images), false).get(logits);
    System.arraycopy(out.dup('c').data().asFloat(), 0, result, 0, size * network.classes());
  }

  /** Networks that this engine computes draw nothing. */
  @Override
  public void stochasticLogits(
      float[] parameters,
      float[] statistics,
      int size,
      float[] images,
      RandomKey key,
      float[] result) {
    logits(parameters, statistics, size, images, result);
  }

  @Override
  public BatchResult imageGradient(float[] parameters, Batch batch, float[] byImages) {
    throw PolyakException.usage(
        "The engine dl4j does not give gradients by images; set training.engine to onednn");
  }

  @Override
  public void batchStatistics(
      float[] parameters, int size, float[] images, float[] batchStatistics) {
    NativeBackend.setThreads(threads);
    exchange.load(parameters, graph);
    INDArray in = images(size, images);
    Map<String, INDArray> activations = graph.feedForward(in, true);
    activations.put(Network.INPUT, in);
    for (Network.StatisticsSlice slice : network.statisticsSlices()) {
      Node node = slice.node();
      INDArray x = activations.get(node.inputs().get(0));
      int[] positions = IntStream.range(0, x.rank() - 1).toArray();
      INDArray mean = x.mean(positions);
      INDArray variance = x.var(false, positions);
      System.arraycopy(mean.data().asFloat(), 0, batchStatistics, slice.offset(), slice.channels());
      System.arraycopy(
          variance.data().asFloat(), 0, batchStatistics, slice.varianceOffset(), slice.channels());
    }
  }

  /** Whether DL4J's convolutions run on oneDNN or cuDNN; false if the graph has none. */
  public boolean accelerated() {
    return Arrays.stream(graph.getLayers())
        .filter(ConvolutionLayer.class::isInstance)
        .map(ConvolutionLayer.class::cast)
        .anyMatch(layer -> layer.getHelper() != null);
  }

  @Override
  public void close() {
    graph.close();
  }

  private INDArray images(int size, float[] images) {
    long[] shape = {
      size, network.input().height(), network.input().width(), network.input().channels()
    };
    return Nd4j.create(Arrays.copyOf(images, size * network.input().size()), shape, 'c');
  }

  private int correct(Batch batch, float[] scores) {
    int classes = network.classes();
    int correct = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (Logits.argMax(scores, i * classes, classes)
          == Logits.argMax(batch.targets(), i * classes, classes)) {
        correct++;
      }
    }
    return correct;
  }
}
