package org.polyak.augment.colour;

import java.io.Serializable;
import java.util.List;
import org.polyak.augment.image.Image;
import org.polyak.pipeline.dataset.Statistics;

/**
 * Principal components of the training images' colours: of the covariance of red, green and blue
 * over all pixels, on the scale 0 to 1.
 *
 * @param eigenvalues three, largest first
 * @param eigenvectors of length 1, one row {@code [red, green, blue]} for each eigenvalue
 */
public record ColourComponents(List<Double> eigenvalues, List<List<Double>> eigenvectors)
    implements Serializable {

  /** Keeps lists that cannot change. */
  public ColourComponents {
    eigenvalues = List.copyOf(eigenvalues);
    eigenvectors = eigenvectors.stream().map(List::copyOf).toList();
  }

  /**
   * Those of a data set; null if its statistics have none, or none of three finite numbers each.
   */
  public static ColourComponents of(Statistics statistics) {
    List<Double> values = statistics.eigenvalues();
    List<List<Double>> vectors = statistics.eigenvectors();
    return isColour(values)
            && vectors != null
            && vectors.size() == Image.CHANNELS
            && vectors.stream().allMatch(ColourComponents::isColour)
        ? new ColourComponents(values, vectors)
        : null;
  }

  private static boolean isColour(List<Double> numbers) {
    return numbers != null
        && numbers.size() == Image.CHANNELS
        && numbers.stream().allMatch(number -> number != null && Double.isFinite(number));
  }
}
