package org.polyak.augment.colour;

/** The grey level of a colour: 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601). */
public final class Luma {

  private Luma() {}

  /** The weight of a channel: 0 red, 1 green, 2 blue. */
  public static double weight(int channel) {
    return switch (channel) {
      case 0 -> 0.299;
      case 1 -> 0.587;
      case 2 -> 0.114;
      default -> throw new IllegalArgumentException("Invalid channel: " + channel);
    };
  }
}
