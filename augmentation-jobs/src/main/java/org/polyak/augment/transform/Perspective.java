package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Changes the perspective: each corner moves inwards by a random part of the way to the middle,
 * along each side on its own, and straight lines stay straight. The size stays.
 *
 * @param strength the greatest part of the way, 0 to 0.9
 */
public record Perspective(double strength) implements Transform {

  /** In a recipe. */
  public static final String NAME = "perspective";

  private static final double GREATEST = 0.9;
  private static final int UNKNOWNS = 8;

  /** Signs of x and y of the corners about the middle. */
  private static final int[][] CORNERS = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};

  private static final List<String> DRAWN = List.of("x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4");

  /** Checks the strength. */
  public Perspective {
    Uniform.check("strength", strength, strength, 0, GREATEST);
  }

  /** Reads {@code strength} (default 0.3); problems are left in the section. */
  public static Perspective read(Section section) {
    return new Perspective(section.decimal("strength", 0.3, 0, GREATEST));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Of each corner, clockwise from the top left, the parts of the way along x and y. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    for (int i = 0; i < UNKNOWNS; i++) {
      values[at + i] = Uniform.draw(random, 0, strength);
    }
  }

  /** The map from new to old positions takes each moved corner back to where it was. */
  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    double halfWidth = rendering.width() / 2.0;
    double halfHeight = rendering.height() / 2.0;
    double[][] equations = new double[UNKNOWNS][UNKNOWNS + 1];
    for (int corner = 0; corner < CORNERS.length; corner++) {
      double x = CORNERS[corner][0] * halfWidth;
      double y = CORNERS[corner][1] * halfHeight;
      double newX = x * (1 - values[at + 2 * corner]);
      double newY = y * (1 - values[at + 2 * corner + 1]);
      equations[2 * corner] = new double[] {newX, newY, 1, 0, 0, 0, -newX * x, -newY * x, x};
      equations[2 * corner + 1] = new double[] {0, 0, 0, newX, newY, 1, -newX * y, -newY * y, y};
    }
    double[] m = solved(equations);
    rendering.projective(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7]);
  }

  /** Gauss's elimination with the greatest pivot of a column. */
  private static double[] solved(double[][] equations) {
    for (int column = 0; column < UNKNOWNS; column++) {
      int pivot = column;
      for (int row = column + 1; row < UNKNOWNS; row++) {
        if (Math.abs(equations[row][column]) > Math.abs(equations[pivot][column])) {
          pivot = row;
        }
      }
      double[] chosen = equations[pivot];
      equations[pivot] = equations[column];
      equations[column] = chosen;
      for (int row = 0; row < UNKNOWNS; row++) {
        double factor = row == column ? 0 : equations[row][column] / chosen[column];
        for (int k = column; k <= UNKNOWNS; k++) {
          equations[row][k] -= factor * chosen[k];
        }
      }
    }
    double[] solution = new double[UNKNOWNS];
    for (int i = 0; i < UNKNOWNS; i++) {
      solution[i] = equations[i][UNKNOWNS] / equations[i][i];
    }
    return solution;
  }
}
