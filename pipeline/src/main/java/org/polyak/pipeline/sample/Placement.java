package org.polyak.pipeline.sample;

/**
 * How a motif lies in a picture: rotated, scaled unequally along its own axes, perhaps mirrored.
 *
 * @param x centre, columns
 * @param y centre, rows
 * @param cos of the rotation
 * @param sin of the rotation
 * @param width pixels of a unit along the motif's u axis; negative to mirror it
 * @param height pixels of a unit along the motif's v axis
 */
record Placement(double x, double y, double cos, double sin, double width, double height) {

  /** Throws the dice for a motif in a picture of {@code size} pixels a side. */
  static Placement random(Motif motif, Dice dice, double size) {
    double angle = dice.uniform(0, 2 * Math.PI);
    double stretch = dice.uniform(0.85, 1.18);
    double unit;
    double x = dice.uniform(0, size);
    double y = dice.uniform(0, size);
    if (motif.texture()) {
      unit = dice.uniform(0.17, 0.32) * size;
    } else {
      unit = dice.uniform(0.27, 0.45) * size;
      // At least about two thirds of a shape lie inside.
      x = size / 2 + (x - size / 2) * 0.4;
      y = size / 2 + (y - size / 2) * 0.4;
    }
    double mirrored = dice.chance(0.5) ? -1 : 1;
    return new Placement(
        x,
        y,
        StrictMath.cos(angle),
        StrictMath.sin(angle),
        mirrored * unit * StrictMath.sqrt(stretch),
        unit / StrictMath.sqrt(stretch));
  }

  /** Whether the motif so placed covers a point of the picture. */
  boolean covers(Motif motif, double column, double row) {
    double dx = column - x;
    double dy = row - y;
    return motif.covers((dx * cos + dy * sin) / width, (dx * sin - dy * cos) / height);
  }
}
