package org.polyak.evaluate.metric;

import java.io.Serializable;

/**
 * A class whose curves are wanted, with what is known before its scores are looked at.
 *
 * @param label class index
 * @param positives examples of the class
 * @param negatives other examples
 * @param resolution least part of positives or negatives between two points that are kept; above 1
 *     keeps none
 */
public record ScoredClass(int label, long positives, long negatives, double resolution)
    implements Serializable {

  /** Whether points are kept. */
  boolean keepsPoints() {
    return resolution <= 1;
  }

  /**
   * Whether a point is kept after a threshold, by what was seen before and after it: the first
   * beyond each multiple of the resolution, so that the choice does not depend on where a stretch
   * of the scores begins.
   */
  boolean keeps(
      long truePositivesBefore,
      long falsePositivesBefore,
      long truePositives,
      long falsePositives) {
    return keepsPoints()
        && ((truePositives == positives && falsePositives == negatives)
            || crosses(truePositivesBefore, truePositives, positives)
            || crosses(falsePositivesBefore, falsePositives, negatives));
  }

  private boolean crosses(long before, long after, long all) {
    double step = resolution * all;
    return before != after && (step == 0 || Math.floor(before / step) != Math.floor(after / step));
  }
}
