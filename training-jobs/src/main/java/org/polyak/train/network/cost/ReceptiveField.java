package org.polyak.train.network.cost;

import org.polyak.train.network.layer.Sides;

/**
 * How much of the image one value of a map sees: a window of {@code size} pixels, at most, borders
 * that are padded included, {@code jump} pixels further for the next value. Behind a layer that
 * reads all positions it is the whole image.
 *
 * @param size rows and columns r
 * @param jump rows and columns j between neighbours
 * @param whole whether all of the image is seen, whatever its size
 */
public record ReceptiveField(Sides size, Sides jump, boolean whole) {

  /** A pixel sees itself. */
  static final ReceptiveField PIXEL = new ReceptiveField(Sides.ONE, Sides.ONE, false);

  /** Everything. */
  static final ReceptiveField WHOLE = new ReceptiveField(Sides.ONE, Sides.ONE, true);

  /**
   * The field behind a window: r + (F - 1) j, with a jump of S j.
   *
   * @param window extents F, gaps of dilation included
   * @param stride step S
   */
  ReceptiveField behind(Sides window, Sides stride) {
    return new ReceptiveField(
        new Sides(
            size.height() + (window.height() - 1) * jump.height(),
            size.width() + (window.width() - 1) * jump.width()),
        new Sides(stride.height() * jump.height(), stride.width() * jump.width()),
        whole);
  }

  /** The field of a node that reads both: branches of a module shrink maps alike. */
  ReceptiveField with(ReceptiveField other) {
    if (whole || other.whole) {
      return WHOLE;
    }
    return new ReceptiveField(
        new Sides(
            Math.max(size.height(), other.size.height()),
            Math.max(size.width(), other.size.width())),
        jump,
        false);
  }

  /** Such as {@code 43/8}: rows and jump; {@code 43x19/8x8} if the sides differ. */
  @Override
  public String toString() {
    return whole ? "all" : text(size) + "/" + text(jump);
  }

  private static String text(Sides sides) {
    return sides.height() == sides.width() ? "" + sides.height() : sides.toString();
  }
}
