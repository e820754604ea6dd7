package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * Sets whole channels of an image to 0 at random in training and divides the others by 1 - rate
 * (Tompson et al., "Efficient object localization using convolutional networks", 2015).
 *
 * @param rate probability of a channel to be dropped, 0 to below 1
 */
public record SpatialDropout(double rate) implements Layer {

  /** Checks the rate. */
  public SpatialDropout {
    Rates.check("spatial dropout", rate);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Inputs.only(inputs);
  }

  @Override
  public boolean draws() {
    return rate > 0;
  }
}
