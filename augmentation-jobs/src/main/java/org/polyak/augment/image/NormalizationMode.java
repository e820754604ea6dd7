package org.polyak.augment.image;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.dataset.Statistics.MeanImage;
import org.polyak.pipeline.error.PolyakException;

/**
 * What is subtracted from pixels, and what they are divided by. All figures are those of the
 * training images. A figure that would be divided by and is 0, because nothing varies there, is
 * taken as 1.
 */
public enum NormalizationMode {
  /** Bytes are brought to 0 to 1, nothing else. */
  NONE,
  /** Minus the mean of all values. */
  SCALAR_MEAN,
  /** Minus the mean of the channel, as in VGG (Simonyan and Zisserman 2015). */
  CHANNEL_MEAN,
  /** Minus the mean of the channel, divided by its deviation. */
  CHANNEL_MEAN_DEVIATION,
  /** Minus the mean of the position, as in AlexNet (Krizhevsky et al. 2012). */
  MEAN_IMAGE,
  /** Minus the mean of the position, divided by its deviation. */
  MEAN_IMAGE_DEVIATION,
  /** The least value of the channel becomes -1, the greatest 1. */
  MIN_MAX,
  /** The least value of the position becomes -1, the greatest 1. */
  MIN_MAX_IMAGE,
  /** Minus the mean of the position, as coordinates along the principal directions. */
  PCA_DECORRELATION,
  /** These coordinates, each divided by its deviation. */
  PCA_WHITENING,
  /** The same turned back, so that values are pixels again. */
  ZCA_WHITENING;

  /** As it stands in recipes, such as {@code channel-mean}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All keys. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(NormalizationMode::key).toList();
  }

  /** The mode of a key, which must be one of {@link #keys}. */
  public static NormalizationMode ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Whether images are multiplied by a matrix of the data set's principal components. */
  public boolean takesComponents() {
    return this == PCA_DECORRELATION || isWhitening();
  }

  /** Whether variances are made equal. */
  public boolean isWhitening() {
    return this == PCA_WHITENING || this == ZCA_WHITENING;
  }

  /**
   * The normalisation of a data set's images; without the matrix, see {@link Whitening}.
   *
   * @throws PolyakException if it takes figures of positions and the data set has none
   */
  public Normalization of(Statistics statistics) {
    return switch (this) {
      case NONE -> only(channels(0));
      case SCALAR_MEAN -> only(channels(statistics.scalarMean()));
      case CHANNEL_MEAN -> only(figures("mean", statistics.mean()));
      case CHANNEL_MEAN_DEVIATION ->
          new Normalization(
              figures("mean", statistics.mean()),
              divisors(figures("deviation", statistics.deviation())));
      case MEAN_IMAGE, PCA_DECORRELATION, PCA_WHITENING, ZCA_WHITENING ->
          only(meanImage(statistics).values());
      case MEAN_IMAGE_DEVIATION ->
          new Normalization(
              meanImage(statistics).values(), divisors(meanImage(statistics).deviations()));
      case MIN_MAX ->
          minMax(
              figures("minimum", statistics.minimum()), figures("maximum", statistics.maximum()));
      case MIN_MAX_IMAGE -> minMax(ranged(statistics).minimum(), ranged(statistics).maximum());
    };
  }

  /** {@code 2 (x - min) / (max - min) - 1} is {@code (x - middle) / half the range}. */
  private static Normalization minMax(List<Double> least, List<Double> greatest) {
    return new Normalization(
        IntStream.range(0, least.size())
            .mapToObj(i -> (least.get(i) + greatest.get(i)) / 2)
            .toList(),
        divisors(
            IntStream.range(0, least.size())
                .mapToObj(i -> (greatest.get(i) - least.get(i)) / 2)
                .toList()));
  }

  private MeanImage meanImage(Statistics statistics) {
    MeanImage image = statistics.meanImage();
    if (image == null || !image.exists()) {
      throw PolyakException.usage(
          "training.normalization: %s needs a mean image, and this data set has none, since its"
              + " images differ in size or are large and ingest made none (data.mean-image); take"
              + " %s",
          key(), CHANNEL_MEAN_DEVIATION.key());
    }
    return image;
  }

  private MeanImage ranged(Statistics statistics) {
    MeanImage image = meanImage(statistics);
    if (image.minimum() == null || image.maximum() == null) {
      throw PolyakException.usage(
          "training.normalization: %s needs the least and the greatest value of each position, and"
              + " the polyak ingest that wrote this data set did not keep them; remove the data set"
              + " and run polyak ingest again, or take %s",
          key(), MIN_MAX.key());
    }
    return image;
  }

  private static List<Double> figures(String field, List<Double> numbers) {
    if (numbers == null
        || numbers.size() != Image.CHANNELS
        || numbers.stream().anyMatch(Objects::isNull)) {
      throw PolyakException.data(
          "%s of the training images in statistics.json is %s, expected a number for each of %d"
              + " channels: run polyak ingest again",
          field, numbers, Image.CHANNELS);
    }
    return numbers;
  }

  private static Normalization only(List<Double> mean) {
    return new Normalization(mean, Collections.nCopies(mean.size(), 1.0));
  }

  private static List<Double> channels(double value) {
    return Collections.nCopies(Image.CHANNELS, value);
  }

  private static List<Double> divisors(List<Double> deviations) {
    return deviations.stream().map(d -> d > 0 ? d : 1.0).toList();
  }
}
