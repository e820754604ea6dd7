package org.polyak.pipeline.sample;

/** A colour of three components from 0 to 1. */
record Colour(double red, double green, double blue) {

  /** Any colour. */
  static Colour random(Dice dice) {
    return new Colour(dice.uniform(0, 1), dice.uniform(0, 1), dice.uniform(0, 1));
  }

  /** A colour that can be told from this one, in brightness too. */
  Colour contrasting(Dice dice) {
    Colour other;
    do {
      other = random(dice);
    } while (Math.abs(other.brightness() - brightness()) < 0.22 || distance(other) < 0.45);
    return other;
  }

  /** This colour with {@code weight} of another mixed in. */
  Colour mixed(Colour other, double weight) {
    return new Colour(
        red + weight * (other.red - red),
        green + weight * (other.green - green),
        blue + weight * (other.blue - blue));
  }

  /** Component 0 to 2. */
  double component(int index) {
    return index == 0 ? red : index == 1 ? green : blue;
  }

  private double brightness() {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }

  private double distance(Colour other) {
    double r = red - other.red;
    double g = green - other.green;
    double b = blue - other.blue;
    return Math.sqrt(r * r + g * g + b * b);
  }
}
