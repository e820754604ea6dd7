package org.polyak.train.schedule.drawing;

/** What a drawing is made with: coordinates are in units of a picture, y downwards. */
interface Pen {

  /** Where a text lies in relation to its coordinate. */
  enum Anchor {
    /** It starts there. */
    START,
    /** Its middle is there. */
    MIDDLE,
    /** It ends there. */
    END
  }

  /** A thin line of a grid. */
  void rule(double x1, double y1, double x2, double y2);

  /** A curve through points. */
  void curve(double[] x, double[] y);

  /** Words; {@code y} is that of their foot line. */
  void text(double x, double y, Anchor anchor, String words);

  /** Words that stand out. */
  void title(double x, double y, String words);
}
