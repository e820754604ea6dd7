package org.polyak.train.gradient;

import java.util.Arrays;
import org.polyak.train.engine.plain.Phase;
import org.polyak.train.engine.plain.PlainNetwork;
import org.polyak.train.loss.Loss;
import org.polyak.train.network.Network;

/** The mean loss of a batch in training mode as a function of parameters and images, in double. */
public final class TrainingLoss {

  private final PlainNetwork network;
  private final Loss loss;
  private final CheckedBatch batch;

  /**
   * @param batch whose targets and key are taken
   */
  public TrainingLoss(Network network, Loss loss, CheckedBatch batch) {
    this.network = new PlainNetwork(network);
    this.loss = loss;
    this.batch = batch;
  }

  /**
   * Derivatives of the loss.
   *
   * @param loss the mean loss
   * @param byParameters laid out as the parameters
   * @param byImages laid out as the images
   */
  public record Gradient(double loss, double[] byParameters, double[] byImages) {}

  /** The mean loss. */
  public double of(double[] parameters, double[] images) {
    double[] logits = forward(parameters, images);
    return loss(logits, new double[logits.length]);
  }

  /** The derivatives, by the pass backward. */
  public Gradient gradient(double[] parameters, double[] images) {
    double[] logits = forward(parameters, images);
    double[] byLogits = new double[logits.length];
    double value = loss(logits, byLogits);
    Gradient gradient =
        new Gradient(value, new double[parameters.length], new double[images.length]);
    network.backward(byLogits, gradient.byParameters, gradient.byImages);
    return gradient;
  }

  private double[] forward(double[] parameters, double[] images) {
    double[] statistics = new double[network.network().statisticsCount()];
    return network.forward(parameters, statistics, Phase.TRAIN, batch.size(), images, batch.key());
  }

  private double loss(double[] logits, double[] byLogits) {
    int classes = network.network().classes();
    double[] slope = new double[classes];
    double sum = 0;
    for (int first = 0; first < logits.length; first += classes) {
      sum +=
          loss.of(
              Arrays.copyOfRange(logits, first, first + classes),
              Arrays.copyOfRange(batch.targets(), first, first + classes),
              slope);
      for (int c = 0; c < classes; c++) {
        byLogits[first + c] = slope[c] / batch.size();
      }
    }
    return sum / batch.size();
  }
}
