package org.polyak.evaluate.predict;

import java.util.List;
import org.polyak.augment.view.View;
import org.polyak.pipeline.dataset.ImageRecord;

/** How many pixels go through networks: what a pass costs is in proportion to them. */
final class ViewPixels {

  private ViewPixels() {}

  /**
   * Of an image, in all its views and their passes, for a model of each run; the mean over images.
   *
   * @param images at least one; only their sizes matter
   */
  static double mean(List<RunInput> runs, List<TestTime> tests, List<ImageRecord> images) {
    return images.stream().mapToLong(image -> of(runs, tests, image)).average().orElseThrow();
  }

  private static long of(List<RunInput> runs, List<TestTime> tests, ImageRecord image) {
    long pixels = 0;
    for (RunInput run : runs) {
      int height = run.description().height();
      int width = run.description().width();
      // Views that several test times share are predicted once, but where dropout is drawn.
      pixels +=
          tests.stream()
              .filter(test -> !test.draws())
              .flatMap(
                  test -> test.crops().views(image.height(), image.width(), height, width).stream())
              .distinct()
              .mapToLong(ViewPixels::of)
              .sum();
      for (TestTime test : tests) {
        if (test.draws()) {
          pixels +=
              test.passes()
                  * test.crops().views(image.height(), image.width(), height, width).stream()
                      .mapToLong(ViewPixels::of)
                      .sum();
        }
      }
    }
    return pixels;
  }

  private static long of(View view) {
    return (long) view.height() * view.width();
  }
}
