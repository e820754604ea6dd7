package org.polyak.augment.render;

import org.polyak.augment.colour.ColourChain;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.colour.Curve;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.geometry.Warp;
import org.polyak.augment.image.Image;
import org.polyak.augment.image.Normalizer;
import org.polyak.pipeline.image.Reduced;

/**
 * What a policy does to one image. Transforms say what is to be done; pixels are computed when that
 * is known: all geometry by one interpolation, then all colours in one pass.
 *
 * <p>Geometry comes first even if a transform of colours stood before it: the two commute, but that
 * contrast is about the mean of what is left in the picture, and places without a pixel of the
 * image are the training images' mean, in no other colour. A transform that is neither asks for the
 * {@link #image} as it has become so far.
 *
 * <p>Keeps its buffers and makes no garbage; not thread-safe, one for each thread.
 */
public final class Rendering {

  private final float[] fill;
  private final ColourComponents components;
  private final Interpolation interpolation;
  private final Border border;
  private final Pixels source = new Pixels();
  private final Warp warp = new Warp();
  private final ColourChain colours = new ColourChain();
  private final ShiftRenderer shifting = new ShiftRenderer();
  private final ScaleRenderer scaling = new ScaleRenderer();
  private final PointRenderer points = new PointRenderer();
  private float[] line = new float[0];
  private Image image = new Image();
  private Image spare = new Image();
  private boolean rendered;

  /** Null when its pixels are there. */
  private Photo photo;

  private int height;
  private int width;

  /**
   * @param fill the training images' mean of red, green and blue, on the scale of bytes
   * @param components of the training images' colours; null if they are not known
   */
  public Rendering(
      float[] fill, ColourComponents components, Interpolation interpolation, Border border) {
    this.fill = fill.clone();
    this.components = components;
    this.interpolation = interpolation;
    this.border = border;
  }

  /**
   * Takes an image.
   *
   * @param rgb unsigned bytes {@code [rows][columns][3]}; not modified
   */
  public void begin(byte[] rgb, int rows, int columns) {
    if (rows < 1 || columns < 1 || rgb.length != rows * columns * Image.CHANNELS) {
      throw new IllegalArgumentException(
          "Invalid raster: %d bytes for %d x %d x 3".formatted(rgb.length, rows, columns));
    }
    photo = null;
    source.bytes(rgb, rows, columns);
    start(rows, columns);
  }

  /**
   * Takes an image that is decoded when its pixels are needed, smaller if it becomes smaller
   * anyway.
   *
   * @param rows of the whole image
   * @param columns of the whole image
   */
  public void begin(Photo image, int rows, int columns) {
    photo = image;
    start(rows, columns);
  }

  private void start(int rows, int columns) {
    warp.reset();
    colours.reset();
    rendered = false;
    height = rows;
    width = columns;
  }

  /** Rows, after all that was said so far. */
  public int height() {
    return height;
  }

  /** Columns, after all that was said so far. */
  public int width() {
    return width;
  }

  /** Principal components of the training images' colours; null if they are not known. */
  public ColourComponents components() {
    return components;
  }

  /** What stands where the image has no pixel, by channel, on the scale of bytes. */
  public float fill(int channel) {
    return fill[channel];
  }

  /**
   * Cuts a window out, which may reach over the border.
   *
   * @param top of the window, in rows from the image's top; may be below 0
   * @param left of the window, in columns from the image's left; may be below 0
   */
  public void window(double top, double left, int rows, int columns) {
    warp.affine(1, 0, left, 0, 1, top);
    shape(rows, columns);
  }

  /** Scales to another size, edges on edges. */
  public void scale(int rows, int columns) {
    warp.affine(width / (double) columns, 0, 0, 0, height / (double) rows, 0);
    shape(rows, columns);
  }

  /** Mirrors left to right. */
  public void mirror() {
    warp.affine(-1, 0, width, 0, 1, 0);
  }

  /**
   * Maps positions from the new image to the old one, about the middle of the image: {@code x' = xx
   * x + xy y + x1, y' = yx x + yy y + y1}, in pixels from the middle. The size stays.
   */
  public void affine(double xx, double xy, double x1, double yx, double yy, double y1) {
    projective(xx, xy, x1, yx, yy, y1, 0, 0);
  }

  /**
   * As {@link #affine}, and divided by {@code wx x + wy y + 1}: a change of perspective about the
   * middle of the image.
   */
  public void projective(
      double xx, double xy, double x1, double yx, double yy, double y1, double wx, double wy) {
    double cx = width / 2.0;
    double cy = height / 2.0;
    warp.affine(1, 0, cx, 0, 1, cy);
    warp.projective(xx, xy, x1, yx, yy, y1, wx, wy, 1);
    warp.affine(1, 0, -cx, 0, 1, -cy);
  }

  /** Bends the image as {@link Warp#lens} says, about its middle; the radius is half a diagonal. */
  public void lens(double k1, double k2) {
    warp.lens(k1, k2, width / 2.0, height / 2.0, StrictMath.hypot(width, height) / 2);
  }

  /**
   * Multiplies colours with a matrix.
   *
   * @param matrix three rows of four, see {@link ColourChain#matrix}; copied
   */
  public void colours(double[] matrix) {
    colours.matrix(matrix);
  }

  /** Multiplies each channel and adds to it, on values from 0 to 255. */
  public void diagonal(
      double red, double green, double blue, double addRed, double addGreen, double addBlue) {
    colours.diagonal(red, green, blue, addRed, addGreen, addBlue);
  }

  /** Changes the distance of each colour from its grey level. */
  public void saturation(double factor) {
    colours.saturation(factor);
  }

  /** Turns all colours about the axis of greys. */
  public void hue(double radians) {
    colours.hue(radians);
  }

  /** Changes the distance of all values from the mean grey level. */
  public void contrast(double factor) {
    colours.contrast(factor);
  }

  /** Changes colours pixel by pixel. */
  public void curve(Curve curve) {
    colours.curve(curve);
  }

  /**
   * The image with all that was said so far done to it. It may be modified in place; what is said
   * afterwards is done to that.
   */
  public Image image() {
    if (!rendered || !isStill()) {
      spare.resize(height, width);
      RowRenderer renderer = renderer();
      int values = line();
      for (int row = 0; row < height; row++) {
        renderer.render(row, line);
        System.arraycopy(line, 0, spare.pixels(), row * values, values);
        renderer.blank(row, spare.pixels(), row * values);
      }
      if (!colours.isEmpty()) {
        colours.apply(spare);
        for (int row = 0; row < height; row++) {
          renderer.blank(row, spare.pixels(), row * values);
        }
      }
      Image from = image;
      image = spare;
      spare = from;
      source.image(image);
      warp.reset();
      rendered = true;
    } else if (!colours.isEmpty()) {
      colours.apply(image);
    }
    return image;
  }

  /**
   * A second image of the size of {@link #image}, of undefined values; to be written in full and
   * then made the image by {@link #swap}.
   */
  public Image spare() {
    spare.resize(height, width);
    return spare;
  }

  /** Makes the spare image the image. */
  public void swap() {
    Image old = image;
    image = spare;
    spare = old;
    source.image(image);
  }

  /**
   * Writes the image as a network's input.
   *
   * @param batch receives {@link Normalizer#size} values from {@code offset} on
   * @throws org.polyak.pipeline.error.PolyakException if the image is not of the network's size
   */
  public void write(Normalizer normalizer, float[] batch, int offset) {
    normalizer.check(height, width);
    boolean still = rendered && isStill();
    if (!still) {
      decode();
    }
    if (!still
        && colours.isEmpty()
        && source.rgb() != null
        && normalizer.table() != null
        && ShiftRenderer.fits(warp)) {
      ShiftRenderer.write(source, warp, border, fill, normalizer, batch, offset);
    } else if (!still && colours.isMatrix()) {
      stream(normalizer, batch, offset);
    } else {
      float[] pixels = image().pixels();
      int values = line();
      for (int row = 0; row < height; row++) {
        System.arraycopy(pixels, row * values, line, 0, values);
        normalizer.row(row, line, batch, offset + row * values);
      }
    }
  }

  /** Row by row, so that each is in the cache until it is done. */
  private void stream(Normalizer normalizer, float[] batch, int offset) {
    RowRenderer renderer = renderer();
    int values = line();
    colours.prepare(values);
    for (int row = 0; row < height; row++) {
      renderer.render(row, line);
      colours.pass(line, values);
      renderer.blank(row, line, 0);
      normalizer.row(row, line, batch, offset + row * values);
    }
  }

  /** Values of a row, for which there is room in {@link #line} then. */
  private int line() {
    int values = width * Image.CHANNELS;
    if (line.length < values) {
      line = new float[values];
    }
    return values;
  }

  private boolean isStill() {
    return height == image.height()
        && width == image.width()
        && ShiftRenderer.fits(warp)
        && warp.scaleX() == 1
        && warp.scaleY() == 1
        && warp.shiftX() == 0
        && warp.shiftY() == 0;
  }

  private RowRenderer renderer() {
    decode();
    if (ShiftRenderer.fits(warp)) {
      shifting.begin(source, warp, border, fill, width);
      return shifting;
    }
    if (warp.isAxisAligned()) {
      scaling.begin(source, warp, interpolation, border, fill, height, width);
      return scaling;
    }
    points.begin(source, warp, interpolation, border, fill, height, width);
    return points;
  }

  private void decode() {
    if (photo != null) {
      Reduced decoded = photo.decode(reduction());
      source.bytes(decoded.raster().rgb(), decoded.raster().height(), decoded.raster().width());
      warp.reduce(decoded.reduction());
      photo = null;
    }
  }

  private int reduction() {
    return warp.isAxisAligned() && interpolation != Interpolation.NEAREST
        ? Photo.reduction(Math.min(Math.abs(warp.scaleX()), Math.abs(warp.scaleY())))
        : 1;
  }

  private void shape(int rows, int columns) {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "Invalid image: %d x %d (expected 1 x 1 or more)".formatted(rows, columns));
    }
    height = rows;
    width = columns;
  }
}
