package org.polyak.pipeline.sample;

/**
 * Paints one picture: a background that runs from one colour to another, clutter, the motif,
 * something in front of it, uneven light and noise. The colours are drawn without regard to the
 * class, and the motif is as often darker as brighter than its background, so that no weighting of
 * pixels tells the classes apart.
 */
final class Picture {

  /** Columns and rows. */
  static final int SIZE = 32;

  /** Samples a side of a pixel, against jagged edges. */
  private static final int SAMPLES = 3;

  private final Motif motif;
  private final Dice dice;
  private final double[] pixels = new double[3 * SIZE * SIZE];

  private Picture(Motif motif, Dice dice) {
    this.motif = motif;
    this.dice = dice;
  }

  /**
   * The picture as three planes, red, green and blue, of {@link #SIZE} rows each.
   *
   * @param seed of this picture's random stream
   */
  static byte[] planes(Motif motif, long seed) {
    return new Picture(motif, new Dice(seed)).paint();
  }

  private byte[] paint() {
    Colour back = Colour.random(dice);
    Colour front = back.contrasting(dice);
    background(back, back.mixed(Colour.random(dice), 0.3));
    for (int i = dice.below(3); i > 0; i--) {
      line(back.mixed(Colour.random(dice), 0.6));
    }
    for (int i = dice.below(3); i > 0; i--) {
      blob(back.mixed(Colour.random(dice), 0.5));
    }
    Placement placement = Placement.random(motif, dice, SIZE);
    Colour shade = front.mixed(back, dice.uniform(0, 0.15));
    blend((x, y) -> placement.covers(motif, x, y), front, shade);
    if (dice.chance(0.5)) {
      line(Colour.random(dice));
    }
    if (dice.chance(0.35)) {
      blob(Colour.random(dice));
    }
    return finish();
  }

  private void background(Colour from, Colour to) {
    double angle = dice.uniform(0, 2 * Math.PI);
    double cos = StrictMath.cos(angle) / SIZE;
    double sin = StrictMath.sin(angle) / SIZE;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double weight = 0.5 + 0.7 * ((x - SIZE / 2.0) * cos + (y - SIZE / 2.0) * sin);
        set(x, y, from.mixed(to, weight), 1);
      }
    }
  }

  /** A straight line across the picture, one to two pixels thick. */
  private void line(Colour colour) {
    double x0 = dice.uniform(0, SIZE);
    double y0 = dice.uniform(0, SIZE);
    double angle = dice.uniform(0, 2 * Math.PI);
    double normalX = StrictMath.sin(angle);
    double normalY = StrictMath.cos(angle);
    double half = dice.uniform(0.5, 1);
    blend((x, y) -> Math.abs((x - x0) * normalX + (y - y0) * normalY) < half, colour, colour);
  }

  /** A small ellipse. */
  private void blob(Colour colour) {
    double x0 = dice.uniform(0, SIZE);
    double y0 = dice.uniform(0, SIZE);
    double width = dice.uniform(1.5, 4);
    double height = dice.uniform(1.5, 4);
    blend(
        (x, y) -> {
          double u = (x - x0) / width;
          double v = (y - y0) / height;
          return u * u + v * v < 1;
        },
        colour,
        colour);
  }

  /** Paints what {@code region} covers, from colour {@code top} to colour {@code bottom}. */
  private void blend(Region region, Colour top, Colour bottom) {
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int hits = 0;
        for (int sy = 0; sy < SAMPLES; sy++) {
          for (int sx = 0; sx < SAMPLES; sx++) {
            if (region.covers(x + (sx + 0.5) / SAMPLES, y + (sy + 0.5) / SAMPLES)) {
              hits++;
            }
          }
        }
        if (hits > 0) {
          Colour colour = top.mixed(bottom, y / (double) SIZE);
          set(x, y, colour, hits / (double) (SAMPLES * SAMPLES));
        }
      }
    }
  }

  /** Light that falls unevenly, and noise. */
  private byte[] finish() {
    double angle = dice.uniform(0, 2 * Math.PI);
    double slope = dice.uniform(0, 0.5) / SIZE;
    double cos = slope * StrictMath.cos(angle);
    double sin = slope * StrictMath.sin(angle);
    double noise = dice.uniform(0.01, 0.07);
    byte[] planes = new byte[pixels.length];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double light = 1 + (x - SIZE / 2.0) * cos + (y - SIZE / 2.0) * sin;
        for (int channel = 0; channel < 3; channel++) {
          int at = (channel * SIZE + y) * SIZE + x;
          double value = pixels[at] * light + noise * dice.bell();
          planes[at] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
        }
      }
    }
    return planes;
  }

  private void set(int x, int y, Colour colour, double weight) {
    for (int channel = 0; channel < 3; channel++) {
      int at = (channel * SIZE + y) * SIZE + x;
      pixels[at] += weight * (colour.component(channel) - pixels[at]);
    }
  }

  /** A part of the picture's plane. */
  @FunctionalInterface
  private interface Region {
    boolean covers(double x, double y);
  }
}
