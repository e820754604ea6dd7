package org.polyak.evaluate.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.metric.MetricsAccumulator;
import org.polyak.pipeline.stage.Json;

/** Made-up results of the shape that real ones have. */
final class ReportFixture {

  static final List<String> AWKWARD =
      List.of(
          "airplane",
          "auto\"mobile\", 'car'",
          "</script><script>window.hacked = 1</script>",
          "<!-- deer & doe -->",
          "猫 (cat)",
          "собака",
          "ضفدع",
          "{{script}} $1 \\u0041",
          "line\u2028separator",
          "a class with a rather long name, as ImageNet has them");

  private ReportFixture() {}

  static ReportData standard() throws IOException {
    return data(AWKWARD, 3, 60, true, 12);
  }

  static ReportData data(
      List<String> names, int candidateCount, int epochs, boolean validated, int mistakeCount)
      throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < candidateCount; i++) {
      candidates.add(candidate(i, names.size()));
    }
    return new ReportData(
        "CIFAR-like run <7> & \"friends\"",
        versions(),
        new DatasetFacts("made-up", "test", 4000, names),
        candidates,
        candidates.get(candidates.size() - 1).name(),
        curve(epochs, validated),
        snapshots(epochs),
        mistakes(names, mistakeCount),
        List.of(
            new Timing("read", 41.3),
            new Timing("augment", 310.9),
            new Timing("step", 2914.2),
            new Timing("wait", 201.7),
            new Timing("reduce", 96.4)),
        configuration(),
        validated ? List.of("Test batch 3 <of 5> is missing.") : List.of());
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("polyak", "0.1.0");
    versions.put("spark", "3.5.7");
    versions.put("java", "17.0.12");
    return versions;
  }

  private static Candidate candidate(int index, int classes) {
    return switch (index) {
      case 0 ->
          new Candidate(
              "last snapshot",
              CandidateKind.SINGLE,
              List.of("epoch-0060"),
              "1 forward pass",
              metrics(classes, 2.6, 11));
      case 1 ->
          new Candidate(
              "averaged weights",
              CandidateKind.AVERAGED_WEIGHTS,
              List.of("epoch-0040", "epoch-0050", "epoch-0060"),
              "1 forward pass",
              metrics(classes, 3.0, 12));
      default ->
          new Candidate(
              "snapshot ensemble",
              CandidateKind.SNAPSHOT_ENSEMBLE,
              List.of(
                  "epoch-0010",
                  "epoch-0020",
                  "epoch-0030",
                  "epoch-0040",
                  "epoch-0050",
                  "epoch-0060"),
              "6 forward passes",
              metrics(classes, 3.3, 13));
    };
  }

  /** A classifier that is the surer of the truth the greater {@code skill}. */
  private static ClassificationMetrics metrics(int classes, double skill, long seed) {
    Random random = new Random(seed);
    MetricsAccumulator accumulator = new MetricsAccumulator(classes);
    for (int i = 0; i < 4000; i++) {
      int label = i % classes;
      double[] weights = new double[classes];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        // Neighbours look alike, as cats and dogs do.
        double likeness = c == label ? 2 * skill : (c ^ 1) == label ? skill : 0;
        weights[c] = Math.exp(likeness + 2.0 * random.nextGaussian());
        sum += weights[c];
      }
      for (int c = 0; c < classes; c++) {
        weights[c] /= sum;
      }
      accumulator.add(weights, label);
    }
    return accumulator.metrics();
  }

  private static List<CurvePoint> curve(int epochs, boolean validated) {
    Random random = new Random(21);
    List<CurvePoint> curve = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double phase = (epoch - 1) % 10 / 10.0;
      double rate = 0.05 * (1 + Math.cos(Math.PI * phase));
      double progress = 1 - Math.exp(-epoch / 14.0);
      double loss = 2.2 - 2.0 * progress + 3 * rate * (1 - progress) + 0.03 * random.nextDouble();
      double accuracy = 0.15 + 0.8 * progress - rate;
      curve.add(
          new CurvePoint(
              epoch * 391L,
              epoch,
              rate,
              loss,
              accuracy,
              validated ? Double.valueOf(loss + 0.12 + 0.1 * random.nextDouble()) : null,
              validated ? Double.valueOf(accuracy - 0.03 - 0.02 * random.nextDouble()) : null));
    }
    return curve;
  }

  private static List<SnapshotMark> snapshots(int epochs) {
    return IntStream.rangeClosed(1, epochs / 10)
        .mapToObj(i -> new SnapshotMark(10.0 * i, "epoch-%04d".formatted(10 * i)))
        .toList();
  }

  private static List<Mistake> mistakes(List<String> names, int count) throws IOException {
    List<Mistake> mistakes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int truth = i % names.size();
      int guess = (i + 1) % names.size();
      double probability = 0.999 - 0.01 * i;
      mistakes.add(
          new Mistake(
              png(i),
              "test_batch.bin#" + 37 * i,
              truth,
              guess,
              probability,
              List.of(new Guess(guess, probability), new Guess(truth, 1 - probability))));
    }
    return mistakes;
  }

  private static byte[] png(int seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        image.setRGB(x, y, random.nextInt(0x40) * 0x10101 + seed * 0x70513 % 0xbfbfbf);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static ObjectNode configuration() {
    ObjectNode configuration = Json.object();
    configuration.put("seed", 20260101);
    ObjectNode training = configuration.putObject("training");
    training.put("epochs", 60);
    training.putObject("averaging").put("replicas", 4).put("period", 8);
    training.putObject("optimizer").put("type", "sgd").put("momentum", 0.9);
    training.putArray("milestones").add(30).add(45);
    configuration.putArray("augmentation").addObject().put("crop", 32).put("padding", 4);
    configuration.put("comment", "off: </pre><b>bold</b>");
    configuration.putNull("limit");
    return configuration;
  }
}
