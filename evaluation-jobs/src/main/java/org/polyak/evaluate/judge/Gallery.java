package org.polyak.evaluate.judge;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.polyak.augment.image.RecordDecoder;
import org.polyak.augment.random.ImageKeys;
import org.polyak.evaluate.combine.Halves;
import org.polyak.evaluate.metric.ConfusionMatrix;
import org.polyak.evaluate.metric.ProbabilityAccumulator;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.Prediction;
import org.polyak.evaluate.report.Guess;
import org.polyak.evaluate.report.JudgedImage;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.image.Resize;
import org.polyak.train.data.Slice;

/**
 * Images worth looking at: those that a contender got wrong with the most confidence, those it was
 * least sure of, and examples of every common confusion.
 *
 * @param mistakes wrong ones, most confident first
 * @param uncertain right or wrong, of the highest entropy first
 * @param confused wrong ones of the most frequent pairs of classes, some of each, most confident
 *     first
 */
public record Gallery(
    List<JudgedImage> mistakes, List<JudgedImage> uncertain, List<JudgedImage> confused) {

  /** Images of each list, and pairs of classes, at most. */
  private static final int LIMIT = 24;

  private static final int PAIRS = 100;
  private static final int OF_A_PAIR = 4;
  private static final int LONGEST_SIDE = 160;
  private static final int LONGEST_OF_A_PAIR = 64;
  private static final int GUESSES = 3;

  private static final Comparator<Seen> MOST_CONFIDENT =
      Comparator.comparingDouble((Seen s) -> -s.probability()).thenComparing(Seen::id);

  private static final Comparator<Seen> LEAST_SURE =
      Comparator.comparingDouble((Seen s) -> -s.entropy()).thenComparing(Seen::id);

  /**
   * Looks through predictions, and then for the pictures.
   *
   * @param slices the images of the predictions
   * @param confusion of the contender
   */
  public static Gallery of(
      JavaRDD<Slice> slices,
      JavaRDD<Prediction> predictions,
      Contender contender,
      Halves halves,
      ConfusionMatrix confusion) {
    // Known before, so that no images of other pairs are gathered: there are classes in square.
    List<List<Integer>> pairs =
        confusion.largest(PAIRS).stream()
            .map(one -> Arrays.asList(one.trueLabel(), one.predictedLabel()))
            .toList();
    Set<List<Integer>> wanted = new HashSet<>(pairs);
    Finds finds =
        predictions
            .mapPartitions(part -> List.of(Finds.of(part, contender, halves, wanted)).iterator())
            .treeReduce(Finds::merge);
    List<Seen> confused = pairs.stream().flatMap(pair -> finds.pairs.get(pair).stream()).toList();
    Set<String> large =
        Stream.concat(finds.mistakes.stream(), finds.uncertain.stream())
            .map(Seen::id)
            .collect(Collectors.toSet());
    Set<String> ids =
        confused.stream().map(Seen::id).collect(Collectors.toCollection(HashSet::new));
    ids.addAll(large);
    Map<String, byte[]> pictures =
        slices.mapPartitions(new Pictures(ids, large)).collect().stream()
            .collect(Collectors.toMap(Picture::id, Picture::png));
    return new Gallery(
        judged(finds.mistakes, pictures),
        judged(finds.uncertain, pictures),
        judged(confused, pictures));
  }

  private static List<JudgedImage> judged(List<Seen> seen, Map<String, byte[]> pictures) {
    return seen.stream()
        .map(
            s ->
                new JudgedImage(
                    pictures.get(s.id()), s.id(), s.label(), s.guess(), s.probability(), s.top()))
        .toList();
  }

  private record Seen(String id, int label, double[] probabilities) implements Serializable {
    int guess() {
      return ProbabilityAccumulator.predicted(probabilities);
    }

    double probability() {
      return probabilities[guess()];
    }

    double entropy() {
      double sum = 0;
      for (double p : probabilities) {
        sum -= p > 0 ? p * StrictMath.log(p) : 0;
      }
      return sum;
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

  /** What a part of the predictions has to show; parts merge to the same in any order. */
  private static final class Finds implements Serializable {

    private static final long serialVersionUID = 1L;

    private final List<Seen> mistakes = new ArrayList<>();
    private final List<Seen> uncertain = new ArrayList<>();
    private final Map<List<Integer>, List<Seen>> pairs = new HashMap<>();

    static Finds of(
        Iterator<Prediction> predictions,
        Contender contender,
        Halves halves,
        Set<List<Integer>> wanted) {
      Finds finds = new Finds();
      ImageKeys keys = new ImageKeys();
      while (predictions.hasNext()) {
        Prediction prediction = predictions.next();
        int half = halves.of(keys, prediction.id());
        Seen seen =
            new Seen(
                prediction.id(), prediction.label(), contender.probabilities(prediction, half));
        keep(finds.uncertain, seen, LEAST_SURE, LIMIT);
        if (seen.guess() != seen.label()) {
          keep(finds.mistakes, seen, MOST_CONFIDENT, LIMIT);
          List<Integer> pair = Arrays.asList(seen.label(), seen.guess());
          if (wanted.contains(pair)) {
            keep(
                finds.pairs.computeIfAbsent(pair, k -> new ArrayList<>()),
                seen,
                MOST_CONFIDENT,
                OF_A_PAIR);
          }
        }
      }
      return finds;
    }

    static Finds merge(Finds one, Finds other) {
      other.mistakes.forEach(seen -> keep(one.mistakes, seen, MOST_CONFIDENT, LIMIT));
      other.uncertain.forEach(seen -> keep(one.uncertain, seen, LEAST_SURE, LIMIT));
      other.pairs.forEach(
          (pair, list) -> {
            List<Seen> own = one.pairs.computeIfAbsent(pair, k -> new ArrayList<>());
            list.forEach(seen -> keep(own, seen, MOST_CONFIDENT, OF_A_PAIR));
          });
      return one;
    }

    /** Into a sorted list, of which the first stay. */
    private static void keep(List<Seen> list, Seen seen, Comparator<Seen> order, int limit) {
      int at = Collections.binarySearch(list, seen, order);
      int place = at < 0 ? -at - 1 : at;
      if (place < limit) {
        list.add(place, seen);
        if (list.size() > limit) {
          list.remove(limit);
        }
      }
    }
  }

  private record Picture(String id, byte[] png) implements Serializable {}

  private record Pictures(Set<String> ids, Set<String> large)
      implements FlatMapFunction<Iterator<Slice>, Picture> {

    @Override
    public Iterator<Picture> call(Iterator<Slice> slices) {
      RecordDecoder decoder = new RecordDecoder();
      return slices.next().images().stream()
          .filter(image -> ids.contains(image.id()))
          .map(
              image ->
                  new Picture(
                      image.id(),
                      png(
                          small(
                              decoder.decode(image),
                              large.contains(image.id()) ? LONGEST_SIDE : LONGEST_OF_A_PAIR))))
          .iterator();
    }
  }

  /** The page holds the pictures: of photographs small ones do. */
  private static Raster small(Raster image, int side) {
    int longest = Math.max(image.width(), image.height());
    return longest <= side
        ? image
        : Resize.scaled(
            image,
            Math.max(1, image.width() * side / longest),
            Math.max(1, image.height() * side / longest));
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
