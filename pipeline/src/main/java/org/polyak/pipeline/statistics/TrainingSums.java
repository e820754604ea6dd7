package org.polyak.pipeline.statistics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.dataset.Statistics.Sizes;
import org.polyak.pipeline.image.Raster;

/** What one pass over training images sums. */
public final class TrainingSums implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int CHANNELS = 3;

  /** Aspect ratios are counted in eighths of a doubling. */
  private static final double ASPECT_UNIT = 0.125;

  private final PixelMoments pixels = new PixelMoments();
  private final MeanImageSum image = new MeanImageSum();
  private final SizeCounts widths = new SizeCounts();
  private final SizeCounts heights = new SizeCounts();
  private final SizeCounts aspects = new SizeCounts();

  /**
   * Adds an image.
   *
   * @param grid all of its pixels, or a grid of them; only images with all pixels enter the mean
   *     image
   */
  public void add(int width, int height, Raster grid) {
    pixels.add(grid.rgb());
    image.add(width, height, grid);
    widths.add(width);
    heights.add(height);
    double doublings = (StrictMath.log(width) - StrictMath.log(height)) / StrictMath.log(2);
    aspects.add((int) Math.floor(doublings / ASPECT_UNIT));
  }

  /** Adds what another task summed. */
  public void add(TrainingSums other) {
    pixels.add(other.pixels);
    image.add(other.image);
    widths.add(other.widths);
    heights.add(other.heights);
    aspects.add(other.aspects);
  }

  /**
   * The figures that the sums give.
   *
   * @param counts number of images by split key, then by class name
   */
  public Statistics statistics(Map<String, Map<String, Long>> counts) {
    double[][] covariance = new double[CHANNELS][CHANNELS];
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    List<Double> minimum = new ArrayList<>();
    List<Double> maximum = new ArrayList<>();
    for (int a = 0; a < CHANNELS; a++) {
      for (int b = 0; b < CHANNELS; b++) {
        covariance[a][b] = pixels.covariance(a, b);
      }
      mean.add(pixels.mean(a));
      deviation.add(Math.sqrt(covariance[a][a]));
      minimum.add(pixels.least(a));
      maximum.add(pixels.greatest(a));
    }
    SymmetricEigen eigen = SymmetricEigen.of(covariance);
    return new Statistics(
        counts,
        pixels.pixels(),
        pixels.scalarMean(),
        pixels.scalarDeviation(),
        mean,
        deviation,
        minimum,
        maximum,
        Arrays.stream(covariance).map(TrainingSums::list).toList(),
        eigen.values(),
        eigen.vectors(),
        IntStream.range(0, CHANNELS).mapToObj(pixels::histogram).toList(),
        new Sizes(widths.histogram(1), heights.histogram(1), aspects.histogram(ASPECT_UNIT)),
        image.meanImage());
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
