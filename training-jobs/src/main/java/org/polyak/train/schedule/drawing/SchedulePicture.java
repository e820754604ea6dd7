package org.polyak.train.schedule.drawing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** A schedule drawn as a PNG. Takes a Java that has fonts. */
public final class SchedulePicture {

  /** Pixels of a unit, so that text is sharp. */
  static final int SCALE = 2;

  static final Color CURVE = new Color(0x0072b2);

  private SchedulePicture() {}

  /** The content of a PNG file. */
  public static byte[] of(ScheduleCurve curve) throws IOException {
    ScheduleDrawing drawing = new ScheduleDrawing(curve);
    BufferedImage picture =
        new BufferedImage(
            SCALE * ScheduleDrawing.WIDTH, SCALE * drawing.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
      graphics.scale(SCALE, SCALE);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      drawing.draw(new GraphicsPen(graphics));
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, "png", bytes)) {
      throw new IllegalStateException("Every Java platform writes PNG");
    }
    return bytes.toByteArray();
  }

  private record GraphicsPen(Graphics2D graphics) implements Pen {

    private static final Color INK = new Color(0x1b1f24);
    private static final Color FAINT = new Color(0x5b6470);
    private static final Color LINE = new Color(0xd9dee4);

    @Override
    public void rule(double x1, double y1, double x2, double y2) {
      graphics.setColor(LINE);
      graphics.setStroke(new BasicStroke(1));
      graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void curve(double[] x, double[] y) {
      Path2D path = new Path2D.Double();
      path.moveTo(x[0], y[0]);
      for (int i = 1; i < x.length; i++) {
        path.lineTo(x[i], y[i]);
      }
      graphics.setColor(CURVE);
      graphics.setStroke(new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      graphics.draw(path);
    }

    @Override
    public void text(double x, double y, Anchor anchor, String words) {
      graphics.setColor(FAINT);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
      double width = graphics.getFontMetrics().getStringBounds(words, graphics).getWidth();
      double left =
          switch (anchor) {
            case START -> x;
            case MIDDLE -> x - width / 2;
            case END -> x - width;
          };
      graphics.drawString(words, (float) left, (float) y);
    }

    @Override
    public void title(double x, double y, String words) {
      graphics.setColor(INK);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
      graphics.drawString(words, (float) x, (float) y);
    }
  }
}
