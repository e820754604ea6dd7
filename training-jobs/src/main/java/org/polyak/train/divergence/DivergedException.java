package org.polyak.train.divergence;

/** Training has diverged in a round. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was seen, where, and the likely cause
   */
  public DivergedException(String message) {
    super(message);
  }
}
