package org.polyak.pipeline.dataset;

import java.util.List;
import java.util.Map;

/**
 * {@code statistics.json}: what training needs to know of the training split. Pixel values are
 * scaled to 0 to 1, channels are red, green, blue.
 *
 * @param counts number of images by split key, then by class name
 * @param pixels number of pixels that the figures below come from
 * @param mean per channel
 * @param deviation per channel, population form
 * @param covariance 3x3, of the channels over pixels, population form, row by row
 * @param eigenvalues of the covariance, largest first
 * @param eigenvectors unit vectors, one row for each eigenvalue
 * @param meanImage {@code [height][width][3]} flattened; empty if images differ in size
 */
public record Statistics(
    Map<String, Map<String, Long>> counts,
    long pixels,
    List<Double> mean,
    List<Double> deviation,
    List<List<Double>> covariance,
    List<Double> eigenvalues,
    List<List<Double>> eigenvectors,
    List<Double> meanImage) {}
