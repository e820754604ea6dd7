package org.polyak.train.network.zoo;

import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Dense;

/** A linear classifier, f = x W + b: the baseline that any network must beat. */
record Softmax() implements Architecture {

  @Override
  public Network build(String name, Shape input, int classes) {
    return new NetworkBuilder(name, input).then("logits", new Dense(classes)).build();
  }
}
