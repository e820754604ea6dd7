package org.polyak.evaluate.combine;

/** How the predictions of several models for one image become one. */
public enum Rule {

  /** The weighted arithmetic mean of the probabilities. */
  MEAN_PROBABILITIES("mean-probabilities"),

  /**
   * The softmax of the weighted mean of the logits. Softmax takes no notice of a constant that is
   * added to all logits of a model, so this is the geometric mean of the probabilities, divided by
   * its sum: the two have one rule.
   */
  MEAN_LOGITS("mean-logits"),

  /**
   * Each model votes for its most probable class; the probability of a class is its part of the
   * votes. The mean of the probabilities counts as a millionth of a vote, which decides ties and
   * leaves no class at 0.
   */
  MAJORITY_VOTE("majority-vote");

  private final String key;

  Rule(String key) {
    this.key = key;
  }

  /** The name in recipes and JSON. */
  public String key() {
    return key;
  }
}
