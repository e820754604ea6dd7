package org.polyak.train.run;

import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.averaging.EpochPlan;
import org.polyak.train.averaging.TrainingSpec;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.optimizer.Lbfgs;

/**
 * What an optimiser that goes by the loss of all images needs: that this loss is a function of the
 * parameters alone, and that the mean over batches is that over images.
 */
final class FullBatch {

  private static final String KEY = "training.optimizer.name: lbfgs";

  private FullBatch() {}

  /**
   * Checks a run.
   *
   * @throws PolyakException naming what is random in it, or a batch size that does not divide
   */
  static void check(TrainingSpec spec, Network network) {
    if (!(spec.config().optimizer().rule() instanceof Lbfgs)) {
      return;
    }
    if (!spec.policy().transforms().isEmpty() || !spec.policy().mixing().isNone()) {
      throw PolyakException.usage(
          "%s needs the same images in every epoch: set augmentation.policy to none and leave"
              + " mixing out",
          KEY);
    }
    for (Node node : network.nodes()) {
      if (node.layer().draws()) {
        throw PolyakException.usage(
            "%s needs a loss without noise, and layer %s draws random numbers: leave dropout and"
                + " its kind out",
            KEY, node.name());
      }
    }
    if (network.statisticsCount() > 0) {
      throw PolyakException.usage(
          "%s needs a loss that does not depend on which images share a batch, as batch"
              + " normalisation makes it: take another normalisation, such as group, or none",
          KEY);
    }
    EpochPlan plan = spec.plan();
    long images = (long) plan.replicas() * plan.batchSize();
    if (plan.examples() % images != 0) {
      throw PolyakException.usage(
          "%s needs batches of one size: %d training images are not a multiple of"
              + " training.replicas * training.batch-size = %d * %d",
          KEY, plan.examples(), plan.replicas(), plan.batchSize());
    }
  }
}
