package org.polyak.pipeline.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The ten classes, in label order. A motif is a set of points of the plane. Shapes lie in the unit
 * disc; textures repeat with period 1 and fill the plane.
 */
enum Motif {
  DISC(false) {
    @Override
    boolean covers(double u, double v) {
      return u * u + v * v < 0.72;
    }
  },
  RING(false) {
    @Override
    boolean covers(double u, double v) {
      double r2 = u * u + v * v;
      return r2 < 0.85 && r2 > 0.3;
    }
  },
  SQUARE(false) {
    @Override
    boolean covers(double u, double v) {
      return Math.max(Math.abs(u), Math.abs(v)) < 0.72;
    }
  },
  TRIANGLE(false) {
    @Override
    boolean covers(double u, double v) {
      double side = 0.8660254037844386 * Math.abs(u); // sin 60 degrees
      return v > -0.5 && side + 0.5 * v < 0.5;
    }
  },
  CROSS(false) {
    @Override
    boolean covers(double u, double v) {
      double a = Math.abs(u);
      double b = Math.abs(v);
      return Math.max(a, b) < 0.92 && Math.min(a, b) < 0.24;
    }
  },
  STAR(false) {
    @Override
    boolean covers(double u, double v) {
      double turn = fraction(StrictMath.atan2(u, v) / TURN * POINTS + 0.5) - 0.5;
      double angle = Math.abs(turn) * TURN / POINTS; // from the nearest point's axis, 0 to 36 deg
      double r = StrictMath.sqrt(u * u + v * v);
      // The edge from the outer corner at radius 1 to the inner one.
      double x = r * StrictMath.cos(angle);
      double y = r * StrictMath.sin(angle);
      return (1 - x) * INNER_Y > y * (1 - INNER_X);
    }
  },
  STRIPES(true) {
    @Override
    boolean covers(double u, double v) {
      return fraction(u) < 0.5;
    }
  },
  CHECKERBOARD(true) {
    @Override
    boolean covers(double u, double v) {
      return (fraction(u) < 0.5) != (fraction(v) < 0.5);
    }
  },
  DOTS(true) {
    @Override
    boolean covers(double u, double v) {
      double a = fraction(u) - 0.5;
      double b = fraction(v) - 0.5;
      return a * a + b * b < 0.09;
    }
  },
  SPIRAL(false) {
    @Override
    boolean covers(double u, double v) {
      double r = StrictMath.sqrt(u * u + v * v);
      double winding = fraction(r / 0.42 - StrictMath.atan2(v, u) / TURN);
      return r < 1 && winding < 0.48;
    }
  };

  private static final double TURN = 2 * Math.PI;
  private static final int POINTS = 5;
  private static final double INNER_RADIUS = 0.42;
  private static final double INNER_X = INNER_RADIUS * StrictMath.cos(Math.PI / POINTS);
  private static final double INNER_Y = INNER_RADIUS * StrictMath.sin(Math.PI / POINTS);

  private final boolean texture;

  Motif(boolean texture) {
    this.texture = texture;
  }

  /** Class names in label order. */
  static List<String> labels() {
    return Arrays.stream(values()).map(m -> m.name().toLowerCase(Locale.ROOT)).toList();
  }

  /** Whether it fills the plane. */
  boolean texture() {
    return texture;
  }

  /** Whether the point is part of it; {@code v} points up. */
  abstract boolean covers(double u, double v);

  private static double fraction(double x) {
    return x - Math.floor(x);
  }
}
