package org.polyak.train.network.layer;

import java.io.Serializable;

/**
 * Figures for the two sides of a window, a stride or a border.
 *
 * @param height along the rows
 * @param width along the columns
 */
public record Sides(int height, int width) implements Serializable {

  /** Nothing on either side. */
  public static final Sides NONE = new Sides(0, 0);

  /** A step of 1 in both directions. */
  public static final Sides ONE = new Sides(1, 1);

  /** The same figure for both sides. */
  public static Sides square(int side) {
    return new Sides(side, side);
  }

  /** Whether both are at least {@code least}. */
  public boolean atLeast(int least) {
    return height >= least && width >= least;
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
