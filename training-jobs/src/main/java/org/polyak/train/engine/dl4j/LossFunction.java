package org.polyak.train.engine.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.polyak.train.engine.BatchLoss;
import org.polyak.train.engine.BatchResult;
import org.polyak.train.loss.Loss;

/** A {@link Loss} as DL4J takes it: on logits, behind the identity, summed over the batch. */
final class LossFunction implements ILossFunction {

  private static final long serialVersionUID = 1L;

  private final transient Loss loss;

  LossFunction(Loss loss) {
    this.loss = loss;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray output, IActivation activation, INDArray mask, boolean average) {
    BatchResult result = of(labels, output, new float[(int) output.length()]);
    return average ? result.loss() : result.loss() * output.size(0);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray output, IActivation activation, INDArray mask) {
    float[] gradient = new float[(int) output.length()];
    of(labels, output, gradient);
    // DL4J leaves the division by the batch size to its updater.
    return Nd4j.create(gradient, output.shape(), 'c').muli(output.size(0));
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray output, IActivation activation, INDArray mask, boolean average) {
    return Pair.of(
        computeScore(labels, output, activation, mask, average),
        computeGradient(labels, output, activation, mask));
  }

  /** A score a row. */
  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray output, IActivation activation, INDArray mask) {
    float[] scores = new float[(int) output.size(0)];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          (float)
              computeScore(labels.getRow(i, true), output.getRow(i, true), activation, mask, false);
    }
    return Nd4j.create(scores, new long[] {scores.length, 1}, 'c');
  }

  @Override
  public String name() {
    return "polyak";
  }

  private BatchResult of(INDArray labels, INDArray output, float[] gradient) {
    return BatchLoss.of(
        loss, (int) output.size(0), (int) output.size(1), values(output), values(labels), gradient);
  }

  private static float[] values(INDArray array) {
    return array.castTo(DataType.FLOAT).dup('c').data().asFloat();
  }
}
