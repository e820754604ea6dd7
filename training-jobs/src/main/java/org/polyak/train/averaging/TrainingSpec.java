package org.polyak.train.averaging;

import java.io.Serializable;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.network.Network;
import org.polyak.train.network.Shape;

/**
 * What a task needs to know of a run, sent with every round.
 *
 * @param key names the run within this driver's life, so that warm replicas of another run are
 *     never taken for its own
 * @param config what was configured, its engine resolved
 * @param input shape of an image
 * @param classes number of classes
 * @param plan how an epoch is divided
 * @param policy augmentation
 * @param normalization of pixels
 * @param components of the training images' colours
 */
public record TrainingSpec(
    String key,
    TrainingConfig config,
    Shape input,
    int classes,
    EpochPlan plan,
    AugmentationPolicy policy,
    Normalization normalization,
    ColourComponents components)
    implements Serializable {

  /** The same with another configuration. */
  public TrainingSpec withConfig(TrainingConfig other) {
    return new TrainingSpec(key, other, input, classes, plan, policy, normalization, components);
  }

  /** How an epoch is divided, with its own period. */
  public EpochPlan plan(int epoch) {
    return plan.withPeriod(config.averaging().periods().at(epoch));
  }

  /** The learning rate of a step of an epoch: a function of what all replicas have seen before. */
  public double rate(int epoch, int step) {
    return config.schedule().rate(plan.moment(epoch, step));
  }

  /** The momentum of a step of an epoch; NaN for the optimiser's own. */
  public double momentum(int epoch, int step) {
    return config.schedule().momentum(plan.moment(epoch, step));
  }

  /** The network. */
  public Network network() {
    return config.network().create(input, classes);
  }
}
