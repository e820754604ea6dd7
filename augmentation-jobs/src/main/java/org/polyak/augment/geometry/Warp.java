package org.polyak.augment.geometry;

import java.util.Arrays;

/**
 * From positions in a new image to positions in the old one, composed of any number of maps.
 * Positions are in pixels from the top left corner: the centre of the pixel in row {@code r} and
 * column {@code c} lies at {@code (c + 0.5, r + 0.5)}. A chain of projective maps is one matrix, so
 * however many there are, pixels are computed once and blurred once.
 *
 * <p>Only the borders of the first image count. What a map in the middle has moved out of the image
 * and a later one moves in again is there again.
 *
 * <p>Mutable, without garbage; not thread-safe.
 */
public final class Warp {

  private static final int MATRIX = 9;

  private final double[] product = new double[MATRIX];
  private double[][] steps = new double[4][];
  private boolean[] lens = new boolean[4];
  private int count;

  /** Becomes the map that leaves everything in its place. */
  public void reset() {
    count = 0;
    push(false);
    Arrays.fill(steps[0], 0);
    steps[0][0] = 1;
    steps[0][4] = 1;
    steps[0][8] = 1;
  }

  /** The identity. */
  public Warp() {
    reset();
  }

  /**
   * Adds an affine map from the image after it to the image before it: {@code x' = xx x + xy y +
   * x1, y' = yx x + yy y + y1}.
   */
  public void affine(double xx, double xy, double x1, double yx, double yy, double y1) {
    projective(xx, xy, x1, yx, yy, y1, 0, 0, 1);
  }

  /** Adds a projective map: an affine one, divided by {@code wx x + wy y + w1}. */
  public void projective(
      double xx,
      double xy,
      double x1,
      double yx,
      double yy,
      double y1,
      double wx,
      double wy,
      double w1) {
    if (lens[count - 1]) {
      push(false);
      Arrays.fill(steps[count - 1], 0);
      steps[count - 1][0] = 1;
      steps[count - 1][4] = 1;
      steps[count - 1][8] = 1;
    }
    double[] old = steps[count - 1];
    for (int row = 0; row < MATRIX; row += 3) {
      double a = old[row];
      double b = old[row + 1];
      double c = old[row + 2];
      product[row] = a * xx + b * yx + c * wx;
      product[row + 1] = a * xy + b * yy + c * wy;
      product[row + 2] = a * x1 + b * y1 + c * w1;
    }
    System.arraycopy(product, 0, old, 0, MATRIX);
  }

  /**
   * Adds a lens: a position at the distance {@code r} from the centre, in radii, comes from {@code
   * 1 + k1 r^2 + k2 r^4} times that distance (Brown, "Decentering distortion of lenses", 1966, of
   * which this is the radial part).
   *
   * @param k1 above 0: a barrel, the image shrinks towards its edges; below 0: a pincushion
   */
  public void lens(double k1, double k2, double centreX, double centreY, double radius) {
    push(true);
    double[] step = steps[count - 1];
    step[0] = k1;
    step[1] = k2;
    step[2] = centreX;
    step[3] = centreY;
    step[4] = radius;
  }

  /** Makes the old image smaller: so many of its pixels along a side become one. */
  public void reduce(int reduction) {
    double[] first = steps[0];
    for (int i = 0; i < 6; i++) {
      first[i] /= reduction;
    }
  }

  /** Whether rows stay rows and columns columns: all is scales, shifts and mirrors. */
  public boolean isAxisAligned() {
    double[] m = steps[0];
    return count == 1 && m[1] == 0 && m[3] == 0 && m[6] == 0 && m[7] == 0 && m[8] == 1;
  }

  /** Of an axis-aligned map: old x for each new x. */
  public double scaleX() {
    return steps[0][0];
  }

  /** Of an axis-aligned map: old y for each new y. */
  public double scaleY() {
    return steps[0][4];
  }

  /** Of an axis-aligned map: old x of the new edge. */
  public double shiftX() {
    return steps[0][2];
  }

  /** Of an axis-aligned map: old y of the new edge. */
  public double shiftY() {
    return steps[0][5];
  }

  /**
   * Maps a position.
   *
   * @param position receives x and y in the old image
   */
  public void map(double x, double y, double[] position) {
    double px = x;
    double py = y;
    for (int i = count - 1; i >= 0; i--) {
      double[] s = steps[i];
      if (lens[i]) {
        double dx = (px - s[2]) / s[4];
        double dy = (py - s[3]) / s[4];
        double r2 = dx * dx + dy * dy;
        double factor = 1 + r2 * (s[0] + r2 * s[1]);
        px = s[2] + (px - s[2]) * factor;
        py = s[3] + (py - s[3]) * factor;
      } else {
        double w = s[6] * px + s[7] * py + s[8];
        double nx = (s[0] * px + s[1] * py + s[2]) / w;
        py = (s[3] * px + s[4] * py + s[5]) / w;
        px = nx;
      }
    }
    position[0] = px;
    position[1] = py;
  }

  private void push(boolean isLens) {
    if (count == steps.length) {
      steps = Arrays.copyOf(steps, 2 * count);
      lens = Arrays.copyOf(lens, 2 * count);
    }
    if (steps[count] == null) {
      steps[count] = new double[MATRIX];
    }
    lens[count] = isLens;
    count++;
  }
}
