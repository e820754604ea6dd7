package org.polyak.evaluate.predict;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import org.polyak.augment.view.CropSet;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.FullyConvolutional;
import org.polyak.train.network.Network;

/**
 * What a model does with an image when it predicts: a column of predictions.
 *
 * @param crops the views that it sees
 * @param passes samples of each view with dropout drawn as in training (Gal and Ghahramani 2016), 0
 *     for one pass with dropout's expectation
 * @param seed of what is drawn
 */
public record TestTime(CropSet crops, int passes, long seed) implements Serializable {

  /** One pass a view, nothing drawn. */
  public static TestTime of(CropSet crops) {
    return new TestTime(crops, 0, 0);
  }

  /** Whether dropout is drawn. */
  boolean draws() {
    return passes > 0;
  }

  /** Forward passes of a model for an image, at most. */
  public int forwardPasses() {
    return crops.atMost() * Math.max(1, passes);
  }

  /**
   * Refuses a network that it cannot be done with.
   *
   * @throws PolyakException naming the layer
   */
  public void check(Network network) {
    crops.check(network.input().height(), network.input().width());
    Network used =
        crops.hasOneSize()
            ? network
            : FullyConvolutional.of(network, network.input().height(), network.input().width());
    if (draws() && used.nodes().stream().noneMatch(node -> node.layer().draws())) {
      throw PolyakException.usage(
          "evaluation.dropout-passes is %d, but %s has no dropout: all passes would be alike",
          passes, network);
    }
  }

  /** As it stands beside predictions. */
  ObjectNode json() {
    ObjectNode json = crops.json();
    if (draws()) {
      json.put("dropout-passes", passes);
      json.put("seed", seed);
    }
    return json;
  }

  /** For people: {@code ten-crop}, {@code centre with 20 passes of dropout}. */
  @Override
  public String toString() {
    return draws() ? "%s with %d passes of dropout".formatted(crops, passes) : crops.toString();
  }
}
