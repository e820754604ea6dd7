package org.polyak.train.network.zoo;

import org.polyak.pipeline.config.Section;
import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Relu;

/**
 * Two fully connected layers, f = W2 max(0, W1 x + b1) + b2. On 32x32x3 with 50 hidden units and
 * ten classes 154,160 parameters.
 *
 * @param hidden units of the first layer
 */
record TwoLayer(int hidden) implements Architecture {

  static Architecture read(Section section) {
    return new TwoLayer(section.integer("hidden", 50, 1, 1_000_000));
  }

  @Override
  public Network build(String name, Shape input, int classes) {
    return new NetworkBuilder(name, input)
        .then("fc1", new Dense(hidden))
        .then("relu1", new Relu())
        .then("logits", new Dense(classes))
        .build();
  }
}
