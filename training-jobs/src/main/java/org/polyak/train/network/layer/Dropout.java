package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * Sets values to 0 at random in training (Srivastava et al., "Dropout", 2014). The rate is the
 * probability of a value to be dropped; sources that call p the probability of being kept mean 1 -
 * rate.
 *
 * @param rate 0 to below 1
 * @param form when the expectation is restored
 */
public record Dropout(double rate, Form form) implements Layer {

  /** When the expectation of a value is restored. */
  public enum Form {
    /** In training: what stays is divided by 1 - rate. Testing changes nothing. */
    INVERTED,
    /** In testing: everything is multiplied by 1 - rate. */
    VANILLA
  }

  /** Checks the rate. */
  public Dropout {
    Rates.check("dropout", rate);
  }

  /** Inverted dropout. */
  public Dropout(double rate) {
    this(rate, Form.INVERTED);
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
