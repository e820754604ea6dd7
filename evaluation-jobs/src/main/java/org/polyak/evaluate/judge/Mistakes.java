package org.polyak.evaluate.judge;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.polyak.augment.image.RecordDecoder;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.Prediction;
import org.polyak.evaluate.report.Guess;
import org.polyak.evaluate.report.Mistake;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.image.Resize;
import org.polyak.train.data.Slice;

/** The images that a contender got wrong with the most confidence. */
public final class Mistakes {

  private static final int LONGEST_SIDE = 160;
  private static final int GUESSES = 3;

  private static final Comparator<Wrong> MOST_CONFIDENT =
      Comparator.comparingDouble((Wrong w) -> -w.probability()).thenComparing(Wrong::id);

  private Mistakes() {}

  /**
   * The worst mistakes, most confident first.
   *
   * @param slices the images of the predictions, in the same partitions
   */
  public static List<Mistake> of(
      JavaRDD<Slice> slices, JavaRDD<Prediction> predictions, Contender contender, int limit) {
    List<Wrong> wrong =
        predictions.mapPartitions(new Worst(contender, limit)).collect().stream()
            .sorted(MOST_CONFIDENT)
            .limit(limit)
            .toList();
    Set<String> ids = wrong.stream().map(Wrong::id).collect(Collectors.toSet());
    Map<String, byte[]> pictures =
        slices.mapPartitions(new Pictures(ids)).collect().stream()
            .collect(Collectors.toMap(Picture::id, Picture::png));
    return wrong.stream()
        .map(
            w ->
                new Mistake(
                    pictures.get(w.id()), w.id(), w.label(), w.guess(), w.probability(), w.top()))
        .toList();
  }

  private record Wrong(String id, int label, double[] probabilities) implements Serializable {
    int guess() {
      return top().get(0).label();
    }

    double probability() {
      return top().get(0).probability();
    }

    List<Guess> top() {
      return IntStream.range(0, probabilities.length)
          .boxed()
          .sorted(Comparator.comparingDouble((Integer c) -> -probabilities[c]))
          .limit(GUESSES)
          .map(c -> new Guess(c, probabilities[c]))
          .toList();
    }
  }

  private record Worst(Contender contender, int limit)
      implements FlatMapFunction<Iterator<Prediction>, Wrong> {

    @Override
    public Iterator<Wrong> call(Iterator<Prediction> predictions) {
      List<Wrong> wrong = new ArrayList<>();
      while (predictions.hasNext()) {
        Prediction prediction = predictions.next();
        Wrong candidate =
            new Wrong(prediction.id(), prediction.label(), contender.probabilities(prediction));
        if (candidate.guess() != prediction.label()) {
          wrong.add(candidate);
        }
      }
      return wrong.stream().sorted(MOST_CONFIDENT).limit(limit).iterator();
    }
  }

  private record Picture(String id, byte[] png) implements Serializable {}

  private record Pictures(Set<String> ids) implements FlatMapFunction<Iterator<Slice>, Picture> {

    @Override
    public Iterator<Picture> call(Iterator<Slice> slices) {
      RecordDecoder decoder = new RecordDecoder();
      return slices.next().images().stream()
          .filter(image -> ids.contains(image.id()))
          .map(image -> new Picture(image.id(), png(small(decoder.decode(image)))))
          .iterator();
    }
  }

  /** The page holds the pictures: of photographs small ones do. */
  private static Raster small(Raster image) {
    int longest = Math.max(image.width(), image.height());
    return longest <= LONGEST_SIDE
        ? image
        : Resize.scaled(
            image,
            Math.max(1, image.width() * LONGEST_SIDE / longest),
            Math.max(1, image.height() * LONGEST_SIDE / longest));
  }

  private static byte[] png(Raster image) {
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = image.rgb();
    for (int i = 0; i < image.width() * image.height(); i++) {
      int value =
          (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | (rgb[3 * i + 2] & 0xFF);
      picture.setRGB(i % image.width(), i / image.width(), value);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }
}
