package org.polyak.evaluate.average;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which snapshots of a run are averaged, and with what weights. */
public enum AverageKind {

  /**
   * The last snapshots of the last cycle, all alike (P. Izmailov et al., Averaging Weights Leads to
   * Wider Optima and Better Generalization, UAI 2018).
   */
  SWA("swa"),

  /**
   * All snapshots, each a factor less than the one after it: what an exponential moving average
   * over the snapshots comes to, divided by the sum of its weights, so that it does not lean
   * towards the start (D. P. Kingma and J. Ba, 2015, use the same correction).
   */
  EMA("ema"),

  /**
   * The snapshots of the last epochs, all alike (B. T. Polyak and A. B. Juditsky, Acceleration of
   * Stochastic Approximation by Averaging, 1992, over a window).
   */
  POLYAK("polyak"),

  /**
   * The members of the snapshot ensemble, all alike (M. Wortsman et al., Model soups, ICML 2022).
   */
  UNIFORM_SOUP("uniform-soup"),

  /**
   * Of the members of the snapshot ensemble, from the best on, those that do not make the average
   * worse on the images that are fitted on (same source, recipe 1).
   */
  GREEDY_SOUP("greedy-soup");

  private final String key;

  AverageKind(String key) {
    this.key = key;
  }

  /** The name in recipes. */
  public String key() {
    return key;
  }

  /** All names. */
  public static List<String> keys() {
    List<String> keys = new ArrayList<>();
    Arrays.stream(values()).forEach(kind -> keys.add(kind.key));
    return keys;
  }

  /** The kind of a name that is known. */
  public static AverageKind of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst().orElseThrow();
  }
}
