package org.polyak.evaluate.predict;

import java.util.List;
import java.util.Locale;

/**
 * What prediction will take, by a sample of images and by counting.
 *
 * @param passes of what through what
 * @param cores that predict
 * @param imagesPerSecond on all cores
 * @param modelBytes parameters and statistics of all models, once in each executor
 * @param coreBytes batches and activations, for each core, at most
 * @param writtenBytes predictions, at most
 */
public record CostPlan(
    Passes passes,
    int cores,
    double imagesPerSecond,
    long modelBytes,
    long coreBytes,
    long writtenBytes) {

  private static final double MEGABYTE = 1 << 20;

  /**
   * What goes through networks.
   *
   * @param images to be predicted
   * @param models that predict each
   * @param each forward passes of a model for an image, at most
   */
  public record Passes(long images, int models, int each) {

    /** Forward passes, at most. */
    public long all() {
      return images * models * each;
    }

    /** For people. */
    @Override
    public String toString() {
      return text(
          "%,d images x %d model%s x %d pass%s at most = %,d forward passes",
          images, models, models == 1 ? "" : "s", each, each == 1 ? "" : "es", all());
    }
  }

  /** Hours that prediction takes. */
  public double hours() {
    return passes.images() / imagesPerSecond / 3600;
  }

  /** For people, a line each. */
  public List<String> lines() {
    return List.of(
        passes.toString(),
        text(
            "%,.1f images/s on %d cores, by a sample: %s",
            imagesPerSecond, cores, duration(hours())),
        text(
            "memory: %,.0f MB of models in each executor, and up to %,.0f MB for each core",
            modelBytes / MEGABYTE, coreBytes / MEGABYTE),
        text("predictions: up to %,.0f MB", writtenBytes / MEGABYTE));
  }

  private static String duration(double hours) {
    if (hours >= 1) {
      return text("%,.1f hours", hours);
    }
    return hours >= 1.0 / 60
        ? text("%.1f minutes", hours * 60)
        : text("%.0f seconds", hours * 3600);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
