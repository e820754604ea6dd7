package org.polyak.evaluate.combine;

import java.util.List;
import java.util.Map;

/** The ways to make an ensemble of models, by their names in recipes. */
public final class CombinationKey {

  private static final String WEIGHTS = "fitted-weights";
  private static final String GREEDY = "greedy-selection";
  private static final String GEOMETRIC = "geometric-mean";

  private static final Map<String, Rule> RULES =
      Map.of(
          Rule.MEAN_PROBABILITIES.key(),
          Rule.MEAN_PROBABILITIES,
          Rule.MEAN_LOGITS.key(),
          Rule.MEAN_LOGITS,
          GEOMETRIC,
          Rule.MEAN_LOGITS,
          Rule.MAJORITY_VOTE.key(),
          Rule.MAJORITY_VOTE,
          WEIGHTS,
          Rule.MEAN_PROBABILITIES,
          GREEDY,
          Rule.MEAN_PROBABILITIES);

  private CombinationKey() {}

  /** All names. */
  public static List<String> all() {
    return List.of(
        Rule.MEAN_PROBABILITIES.key(),
        Rule.MEAN_LOGITS.key(),
        GEOMETRIC,
        Rule.MAJORITY_VOTE.key(),
        WEIGHTS,
        GREEDY);
  }

  /** The rule of a name that is known. */
  public static Rule rule(String key) {
    return RULES.get(key);
  }

  /** How its weights are found. */
  public static Fitting fitting(String key) {
    return switch (key) {
      case WEIGHTS -> Fitting.LIKELIHOOD;
      case GREEDY -> Fitting.GREEDY;
      default -> Fitting.NONE;
    };
  }

  /** What follows the name of an ensemble in tables. */
  public static String suffix(String key) {
    return switch (key) {
      case WEIGHTS -> ", fitted weights";
      case GREEDY -> ", greedy selection";
      case GEOMETRIC, "mean-logits" -> ", mean of logits";
      case "majority-vote" -> ", majority vote";
      default -> "";
    };
  }
}
