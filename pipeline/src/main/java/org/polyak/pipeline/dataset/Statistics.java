package org.polyak.pipeline.dataset;

import java.util.List;
import java.util.Map;

/**
 * {@code statistics.json}: what training needs to know of the training split. Pixel values are
 * scaled to 0 to 1, channels are red, green, blue, deviations and covariances are of the population
 * form.
 *
 * @param counts number of images by split key, then by class name
 * @param pixels number of pixels that the figures below come from: all of images of up to 128x128
 *     pixels, of larger ones a grid of about so many
 * @param scalarMean of all channels' values together
 * @param scalarDeviation of all channels' values together
 * @param mean per channel
 * @param deviation per channel
 * @param minimum per channel
 * @param maximum per channel
 * @param covariance 3x3, of the channels over pixels, row by row
 * @param eigenvalues of the covariance, largest first
 * @param eigenvectors unit vectors, one row for each eigenvalue
 * @param histograms per channel, number of pixels that have each byte from 0 to 255
 * @param sizes of the images
 * @param meanImage of images of one small size, or of photographs brought to one
 */
public record Statistics(
    Map<String, Map<String, Long>> counts,
    long pixels,
    double scalarMean,
    double scalarDeviation,
    List<Double> mean,
    List<Double> deviation,
    List<Double> minimum,
    List<Double> maximum,
    List<List<Double>> covariance,
    List<Double> eigenvalues,
    List<List<Double>> eigenvectors,
    List<List<Long>> histograms,
    Sizes sizes,
    MeanImage meanImage) {

  /**
   * How large the images are.
   *
   * @param width in pixels
   * @param height in pixels
   * @param aspect doublings of the width over the height: 0 is square, 1 is twice as wide as high
   */
  public record Sizes(Histogram width, Histogram height, Histogram aspect) {}

  /**
   * Counts in bins of equal width.
   *
   * @param edges one more than there are bins; a bin holds its lower edge and not its upper one
   */
  public record Histogram(List<Double> edges, List<Long> counts) {}

  /**
   * The mean of all images, position by position, and how far positions vary. All lists are {@code
   * [height][width][3]} flattened, on the scale 0 to 1.
   *
   * @param width columns; 0 if there is none
   * @param height rows; 0 if there is none
   * @param values the means
   * @param deviations of each position over the images
   * @param minimum of each position over the images; null if an older Polyak wrote the data set
   * @param maximum of each position over the images; null if an older Polyak wrote the data set
   */
  public record MeanImage(
      int width,
      int height,
      List<Double> values,
      List<Double> deviations,
      List<Double> minimum,
      List<Double> maximum) {

    /** That of images which have none. */
    public static MeanImage none() {
      return new MeanImage(0, 0, List.of(), List.of(), List.of(), List.of());
    }

    /** Whether there is one. */
    public boolean exists() {
      return width > 0;
    }
  }

  /** With other numbers of images. */
  public Statistics withCounts(Map<String, Map<String, Long>> images) {
    return new Statistics(
        images,
        pixels,
        scalarMean,
        scalarDeviation,
        mean,
        deviation,
        minimum,
        maximum,
        covariance,
        eigenvalues,
        eigenvectors,
        histograms,
        sizes,
        meanImage);
  }

  /** With another mean image. */
  public Statistics withMeanImage(MeanImage image) {
    return new Statistics(
        counts,
        pixels,
        scalarMean,
        scalarDeviation,
        mean,
        deviation,
        minimum,
        maximum,
        covariance,
        eigenvalues,
        eigenvectors,
        histograms,
        sizes,
        image);
  }
}
