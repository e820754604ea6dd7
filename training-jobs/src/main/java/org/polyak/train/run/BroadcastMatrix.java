package org.polyak.train.run;

import org.apache.spark.broadcast.Broadcast;
import org.polyak.augment.image.MatrixSource;
import org.polyak.augment.image.PixelMatrix;

/**
 * A matrix that executors fetch once.
 *
 * @param broadcast of the driver
 */
record BroadcastMatrix(Broadcast<PixelMatrix> broadcast) implements MatrixSource {

  @Override
  public PixelMatrix matrix() {
    return broadcast.value();
  }
}
