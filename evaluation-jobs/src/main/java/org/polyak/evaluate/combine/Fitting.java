package org.polyak.evaluate.combine;

/** How the weights of an ensemble are found. */
public enum Fitting {
  /** They are all alike. */
  NONE,
  /** By {@link MixtureWeights}. */
  LIKELIHOOD,
  /** By {@link GreedySelection}. */
  GREEDY
}
