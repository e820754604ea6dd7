package org.polyak.augment.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.polyak.pipeline.config.NearestName;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;

/**
 * Which views of an image a network sees at test time. A prediction is the plain mean over the
 * {@link #views} of an image.
 *
 * <p>It is a set: where positions coincide, as all five do on a square image whose side is that of
 * the crop, and as top and bottom do on a wide one, the view is listed once, computed once and
 * counted once. Giving it the weight of all positions that fall on it instead would count the same
 * evidence several times, and most so at the smallest scale, where the image is seen least well. So
 * an image has up to {@link #atMost} views.
 *
 * <p>Scaling is antialiased and bilinear, with pixel centres at half pixels. A side in pixels is
 * the length that the short side of an image of the crop's shape gets; of any other image, the side
 * along which the crop fits tighter. The other side keeps the ratio and is rounded to the nearest
 * pixel, a half to the even one. The centre's offsets are rounded down, so that half a pixel too
 * many is left at the bottom and on the right.
 *
 * @param kind where crops lie
 * @param flip whether each view comes with its mirror image
 * @param sides in pixels, different ones; empty: for the kinds of several scales the customary
 *     five, otherwise one of which the crop is seven eighths (224 of 256 pixels: Krizhevsky et al.
 *     2012), but an image that has the size of the crop is left as it is
 * @param size rows and columns of crops; 0: as the network's input
 */
public record CropSet(CropKind kind, boolean flip, List<Integer> sides, int size)
    implements Serializable {

  private static final String CROPS = "crops";
  private static final String FLIP = "flip";
  private static final String SIDES = "sides";
  private static final String SIZE = "size";
  private static final int GREATEST = 4096;

  /** Of the scaled image along a side, how much a crop shows. */
  private static final double SEEN = 7.0 / 8;

  /** Sides of five scales, in sevenths of the crop's. */
  private static final List<Integer> SEVENTHS = List.of(7, 8, 12, 15, 20);

  /** Of a whole image, the long side is this many times the short one at most. */
  private static final int LONGEST = 8;

  /** Checks sides and size. */
  public CropSet {
    sides = List.copyOf(sides);
    Set<Integer> different = new HashSet<>(sides);
    if (different.size() < sides.size()
        || sides.stream().anyMatch(side -> side < 1 || side > GREATEST)
        || size < 0
        || size > GREATEST) {
      throw new IllegalArgumentException(
          "Invalid crop set: sides %s, size %d (expected different sides of 1 to %d, a size of 0 to %d)"
              .formatted(sides, size, GREATEST, GREATEST));
    }
  }

  /** The middle of the image, alone. */
  public static CropSet centre() {
    return new CropSet(CropKind.CENTRE, false, List.of(), 0);
  }

  /** Names: those of kinds, and {@code flip}, which is the centre and its mirror image. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(CropKind.keys());
    names.add(1, FLIP);
    return names;
  }

  /**
   * The set of a name, with its customary scales.
   *
   * @throws PolyakException naming the known ones, if there is none
   */
  public static CropSet named(String name) {
    if (!names().contains(name)) {
      throw PolyakException.usage(
          "Unknown crops %s (known: %s)%s",
          name, String.join(", ", names()), NearestName.suggestion(name, names()));
    }
    CropKind kind =
        name.equals(FLIP) ? CropKind.CENTRE : CropKind.values()[CropKind.keys().indexOf(name)];
    return new CropSet(kind, name.equals(FLIP) || kind.isFlipped(), List.of(), 0);
  }

  /**
   * Reads {@code crops} (a name, default {@code centre}), {@code flip} (default by the name),
   * {@code sides} and {@code size}; problems are left in the section.
   */
  public static CropSet read(Section section) {
    CropSet named = named(section.oneOf(CROPS, CropKind.CENTRE.key(), names()));
    boolean flip = section.flag(FLIP, named.flip);
    int size = section.integer(SIZE, 0, 0, GREATEST);
    List<Integer> sides = section.integers(SIDES, List.of(), 1, GREATEST);
    if (new HashSet<>(sides).size() < sides.size()) {
      section.problem(SIDES, "a side stands there twice");
      sides = List.of();
    }
    if (size > 0 && sides.stream().anyMatch(side -> side < size)) {
      section.problem(SIDES, "expected sides of %d or more, which is size".formatted(size));
    }
    return new CropSet(named.kind, flip, sides, size);
  }

  /** As it stands in manifests, and as {@link #read} reads it. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put(CROPS, kind.key());
    json.put(FLIP, flip);
    ArrayNode array = json.putArray(SIDES);
    sides.forEach(array::add);
    json.put(SIZE, size);
    return json;
  }

  /** Rows of crops for a network that takes this many. */
  public int height(int inputHeight) {
    return size == 0 ? inputHeight : size;
  }

  /** Columns of crops for a network that takes this many. */
  public int width(int inputWidth) {
    return size == 0 ? inputWidth : size;
  }

  /** Whether all views of all images have one size. */
  public boolean hasOneSize() {
    return !kind.isWhole();
  }

  /** The most views that an image has. */
  public int atMost() {
    int scales = sides.isEmpty() && kind.hasFiveScales() ? SEVENTHS.size() : sides.size();
    return Math.max(1, scales) * (kind.hasCorners() ? 5 : 1) * (flip ? 2 : 1);
  }

  /**
   * Refuses a network that it does not fit.
   *
   * @throws PolyakException if a side is shorter than crops are
   */
  public void check(int inputHeight, int inputWidth) {
    int shortest = Math.min(height(inputHeight), width(inputWidth));
    for (int side : sides) {
      if (side < shortest) {
        throw PolyakException.usage(
            "The crop set (%s) scales images to a side of %d pixels, which is less than the %d of a"
                + " crop",
            this, side, shortest);
      }
    }
  }

  /**
   * The views of an image: by scale in the order of sides; at each scale top left, top right,
   * bottom left, bottom right, centre, those that coincide once; each followed by its mirror image.
   * Of a whole image whose long side is more than eight times the short one, the middle.
   *
   * @param rows of the image
   * @param columns of the image
   * @param inputHeight rows that the network takes
   * @param inputWidth columns that the network takes
   */
  public List<View> views(int rows, int columns, int inputHeight, int inputWidth) {
    check(inputHeight, inputWidth);
    int height = height(inputHeight);
    int width = width(inputWidth);
    List<View> views = new ArrayList<>();
    double tight = Math.max(height / (double) rows, width / (double) columns);
    int shortest = Math.min(height, width);
    if (sides.isEmpty() && !kind.hasFiveScales()) {
      boolean fits = rows == height && columns == width;
      add(views, rows, columns, height, width, fits ? 1 : tight / SEEN);
    } else {
      for (int side : sides.isEmpty() ? customary(shortest) : sides) {
        add(views, rows, columns, height, width, tight * (side / (double) shortest));
      }
    }
    return views;
  }

  private static List<Integer> customary(int shortest) {
    return SEVENTHS.stream().map(n -> (int) Math.rint(shortest * n / 7.0)).toList();
  }

  private void add(List<View> views, int rows, int columns, int height, int width, double scale) {
    int scaledHeight = (int) Math.max(height, Math.rint(rows * scale));
    int scaledWidth = (int) Math.max(width, Math.rint(columns * scale));
    int viewHeight = hasOneSize() ? height : most(scaledHeight, scaledWidth);
    int viewWidth = hasOneSize() ? width : most(scaledWidth, scaledHeight);
    int bottom = scaledHeight - viewHeight;
    int right = scaledWidth - viewWidth;
    Set<View> different = new LinkedHashSet<>();
    if (kind.hasCorners()) {
      for (int top : new int[] {0, bottom}) {
        for (int left : new int[] {0, right}) {
          different.add(
              new View(scaledHeight, scaledWidth, top, left, viewHeight, viewWidth, false));
        }
      }
    }
    different.add(
        new View(scaledHeight, scaledWidth, bottom / 2, right / 2, viewHeight, viewWidth, false));
    for (View view : different) {
      views.add(view);
      if (flip) {
        views.add(view.mirror());
      }
    }
  }

  private static int most(int one, int other) {
    return (int) Math.min(one, (long) LONGEST * other);
  }

  /** For people: {@code ten-crop}, {@code multi-scale sides=[224, 256] size=224}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(kind.key());
    if (flip != kind.isFlipped()) {
      text.append(flip ? " and flip" : " without flip");
    }
    if (!sides.isEmpty()) {
      text.append(" sides=").append(sides);
    }
    if (size > 0) {
      text.append(" size=").append(size);
    }
    return text.toString();
  }
}
