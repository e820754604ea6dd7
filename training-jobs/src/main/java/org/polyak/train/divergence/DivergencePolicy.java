package org.polyak.train.divergence;

import java.io.Serializable;
import java.util.List;
import org.polyak.pipeline.config.Section;

/**
 * What counts as divergence and what is done about it.
 *
 * @param action what is done
 * @param explosion how many times the usual loss counts; the usual loss is the median of the last
 *     {@link #WINDOW} rounds, or that of equal logits (for softmax, ln of the number of classes) if
 *     this is more
 * @param factor the rate is multiplied by it with each return to a snapshot
 * @param maximumTimes returns after which training stops all the same
 */
public record DivergencePolicy(Action action, double explosion, double factor, int maximumTimes)
    implements Serializable {

  /** Rounds whose losses are remembered. */
  public static final int WINDOW = 25;

  /** What is done when training diverges. */
  public enum Action {
    /** Training ends with a message. */
    STOP,
    /** It goes back to the last snapshot, and on with a lower rate. */
    LOWER_RATE
  }

  /** Reads {@code training.divergence}. */
  public static DivergencePolicy read(Section section) {
    String action = section.oneOf("action", "stop", List.of("stop", "lower-rate"));
    return new DivergencePolicy(
        action.equals("stop") ? Action.STOP : Action.LOWER_RATE,
        section.decimal("explosion", 10, 1.5, 1e9),
        section.decimal("factor", 0.5, 1e-6, 0.99),
        section.integer("maximum-times", 3, 1, 1_000));
  }
}
