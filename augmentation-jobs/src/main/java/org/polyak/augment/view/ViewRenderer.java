package org.polyak.augment.view;

import java.util.List;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.image.Image;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.image.Normalizer;
import org.polyak.augment.image.RecordDecoder;
import org.polyak.augment.render.Photo;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.image.Reduced;

/**
 * Makes a network's inputs of the views of images. An image is decoded once for all its views, as
 * small as the view that needs most of it allows. At each scale either the part of the scaled image
 * that holds all views is computed once and they are cut out of it, or each is computed by itself,
 * whichever is fewer pixels; a mirror image costs no more than a copy.
 *
 * <p>Keeps its buffers; not thread-safe, one for each thread.
 */
public final class ViewRenderer {

  private final CropSet set;
  private final Normalization normalization;
  private final int inputHeight;
  private final int inputWidth;
  private final Rendering rendering;
  private final RecordDecoder decoder = new RecordDecoder();
  private final Photo photo = reduction -> decoded();

  /** For views of the size of the last one; null if none has been. */
  private Normalizer normalizer;

  private float[] line = new float[0];
  private ImageRecord image;
  private List<View> views = List.of();

  /** Null until a view of the image is wanted. */
  private Reduced decoded;

  /** What is computed: a window of the scaled image; null if nothing is. */
  private View held;

  private Image pixels;

  /**
   * @param normalization figures of the training images
   * @param set which views
   * @param inputHeight rows that the network takes
   * @param inputWidth columns that the network takes
   * @throws PolyakException if set, network and normalisation do not fit
   */
  public ViewRenderer(Normalization normalization, CropSet set, int inputHeight, int inputWidth) {
    this.normalization = normalization;
    this.set = set;
    this.inputHeight = inputHeight;
    this.inputWidth = inputWidth;
    set.check(inputHeight, inputWidth);
    if (set.hasOneSize()) {
      normalizer = new Normalizer(normalization, set.height(inputHeight), set.width(inputWidth));
    } else if (normalization.isByPosition() || normalization.matrix() != null) {
      throw PolyakException.usage(
          "Whole images have many sizes, but this network's input is normalised by position or"
              + " whitened, which is for one size only: take other crops than %s",
          set);
    }
    this.rendering =
        new Rendering(normalization.meanByte(), null, Interpolation.BILINEAR, Border.MEAN);
  }

  /**
   * Takes an image.
   *
   * @return its views, see {@link CropSet#views}
   */
  public List<View> begin(ImageRecord next) {
    image = next;
    views = set.views(next.height(), next.width(), inputHeight, inputWidth);
    decoded = null;
    held = null;
    return List.copyOf(views);
  }

  /**
   * Writes a view of the image that was begun last, normalised.
   *
   * @param view one of those that {@link #begin} gave; cheapest in their order
   * @param batch receives {@link View#size} values from {@code offset} on, {@code
   *     [height][width][3]}
   * @throws PolyakException if the image is damaged
   */
  public void write(View view, float[] batch, int offset) {
    if (normalizer == null
        || normalizer.height() != view.height()
        || normalizer.width() != view.width()) {
      normalizer = new Normalizer(normalization, view.height(), view.width());
    }
    if (view.isAll(image.height(), image.width())) {
      normalizer.apply(decoded().raster().rgb(), batch, offset);
      return;
    }
    if (held == null || !held.hasScaleOf(view) || !holds(view)) {
      render(window(view));
    }
    int values = view.width() * Image.CHANNELS;
    if (line.length < values) {
      line = new float[values];
    }
    for (int row = 0; row < view.height(); row++) {
      int from =
          ((view.top() - held.top() + row) * held.width() + view.left() - held.left())
              * Image.CHANNELS;
      int to = offset + row * values;
      if (view.mirrored()) {
        mirror(from, values);
      } else {
        System.arraycopy(pixels.pixels(), from, line, 0, values);
      }
      normalizer.row(row, line, batch, to);
    }
  }

  /**
   * Ends a batch of views of one size: what the normalisation does to all of them at once.
   *
   * @param batch all views that were written, from its start on
   * @param count their number
   */
  public void complete(float[] batch, int count) {
    if (normalizer != null) {
      normalizer.complete(batch, count);
    }
  }

  private boolean holds(View view) {
    return view.top() >= held.top()
        && view.left() >= held.left()
        && view.top() + view.height() <= held.top() + held.height()
        && view.left() + view.width() <= held.left() + held.width();
  }

  /**
   * What to compute for a view: all views of its scale, if that is fewer pixels than one by one.
   */
  private View window(View view) {
    int top = view.top();
    int left = view.left();
    int bottom = view.top() + view.height();
    int right = view.left() + view.width();
    long apart = 0;
    for (View other : views) {
      if (other.hasScaleOf(view) && !other.mirrored()) {
        top = Math.min(top, other.top());
        left = Math.min(left, other.left());
        bottom = Math.max(bottom, other.top() + other.height());
        right = Math.max(right, other.left() + other.width());
        apart += (long) other.height() * other.width();
      }
    }
    boolean together = (long) (bottom - top) * (right - left) <= apart;
    return together
        ? new View(
            view.scaledHeight(), view.scaledWidth(), top, left, bottom - top, right - left, false)
        : view;
  }

  private void render(View window) {
    rendering.begin(photo, image.height(), image.width());
    rendering.scale(window.scaledHeight(), window.scaledWidth());
    rendering.window(window.top(), window.left(), window.height(), window.width());
    pixels = rendering.image();
    held = window;
  }

  private void mirror(int from, int values) {
    float[] source = pixels.pixels();
    for (int i = 0; i < values; i += Image.CHANNELS) {
      int at = from + values - Image.CHANNELS - i;
      line[i] = source[at];
      line[i + 1] = source[at + 1];
      line[i + 2] = source[at + 2];
    }
  }

  private Reduced decoded() {
    if (decoded == null) {
      double shrinking = Double.MAX_VALUE;
      for (View view : views) {
        shrinking = Math.min(shrinking, image.height() / (double) view.scaledHeight());
        shrinking = Math.min(shrinking, image.width() / (double) view.scaledWidth());
      }
      decoded = decoder.decode(image, Photo.reduction(shrinking));
    }
    return decoded;
  }
}
