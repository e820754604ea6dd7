package org.polyak.train.engine;

import org.polyak.train.network.Network;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;

/** What a probe computes: a convolution and a dense layer on one image of zeros. */
public final class SmallComputation {

  private static final Network NETWORK =
      new NetworkBuilder("probe", new Shape(8, 8, 3))
          .then("conv", new Convolution(4, 3, 1, 1, false))
          .then("logits", new Dense(2))
          .build();

  private SmallComputation() {}

  /** The network that the engine must have been made for. */
  public static Network network() {
    return NETWORK;
  }

  /** Computes logits. */
  public static void run(Engine engine) {
    float[] images = new float[NETWORK.input().size()];
    float[] parameters = new float[NETWORK.parameterCount()];
    engine.logits(parameters, new float[0], 1, images, new float[NETWORK.classes()]);
  }
}
