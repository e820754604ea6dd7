package org.polyak.evaluate.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.polyak.evaluate.combine.Combination;
import org.polyak.evaluate.metric.Agreement;
import org.polyak.evaluate.metric.Bootstrap;
import org.polyak.evaluate.metric.Bootstrap.Measure;
import org.polyak.evaluate.metric.Comparison;
import org.polyak.evaluate.metric.CurveBuilder;
import org.polyak.evaluate.metric.CurvePoints;
import org.polyak.evaluate.metric.CurveStretch;
import org.polyak.evaluate.metric.MetricsAccumulator;
import org.polyak.evaluate.metric.PairAgreement;
import org.polyak.evaluate.metric.ProbabilityAccumulator;
import org.polyak.evaluate.metric.ScoredClass;
import org.polyak.evaluate.metric.Verdict;
import org.polyak.pipeline.stage.Json;

/** Made-up results of the shape that real ones have. */
final class ReportFixture {

  private static final int EXAMPLES = 4000;

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
    return data(AWKWARD, 5, 60, true, 12);
  }

  static ReportData data(
      List<String> names, int candidateCount, int epochs, boolean validated, int mistakeCount)
      throws IOException {
    List<Candidate> candidates = candidates(candidateCount, names.size());
    return new ReportData(
        "CIFAR-like run <7> & \"friends\"",
        versions(),
        new DatasetFacts(
            "made-up", "test", EXAMPLES, names, validated ? Map.of("truncated", 3L) : Map.of()),
        candidates,
        candidates.get(candidates.size() - 1).name(),
        candidates.get(0).name(),
        "Temperatures and weights were fitted on the validation split.",
        candidateCount < 2 ? List.of() : List.of(new PairAgreement(0, 1, 0.1, 0.6, Double.NaN)),
        List.of(
            new ErrorSlice("512 to 1,023 pixels", 1000, 120, 0.1, 0.14),
            new ErrorSlice("1,024 to 2,047 pixels", 3000, 300, 0.09, 0.11)),
        List.of(),
        List.of(
            new RunCurve(
                "run-1", curve(epochs, validated), snapshots(epochs), timings(), times(epochs))),
        images(names, mistakeCount),
        images(names, mistakeCount / 2),
        images(names, mistakeCount),
        List.of(1, 5),
        configuration(),
        validated ? List.of("Test batch 3 <of 5> is missing.") : List.of());
  }

  private static List<Timing> timings() {
    return List.of(
        new Timing("read", 41.3),
        new Timing("augment", 310.9),
        new Timing("step", 2914.2),
        new Timing("wait", 201.7),
        new Timing("reduce", 96.4));
  }

  private static List<EpochTime> times(int epochs) {
    return IntStream.rangeClosed(1, epochs)
        .mapToObj(
            epoch ->
                new EpochTime(epoch, new TreeMap<>(Map.of("read", 0.7, "step", 48.5 + epoch % 3))))
        .toList();
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("polyak", "0.1.0");
    versions.put("spark", "3.5.7");
    versions.put("java", "17.0.12");
    return versions;
  }

  private static List<Candidate> candidates(int count, int classes) {
    List<Verdict> verdicts = verdicts(Math.min(count, 5), classes);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < verdicts.size(); i++) {
      candidates.add(candidate(i, verdicts.get(i)));
    }
    return candidates;
  }

  private static Candidate candidate(int index, Verdict verdict) {
    String mean = "mean-probabilities";
    List<String> six =
        List.of("epoch-0010", "epoch-0020", "epoch-0030", "epoch-0040", "epoch-0050", "epoch-0060");
    List<String> last = List.of("epoch-0060");
    List<Double> none = List.of();
    return switch (index) {
      case 0 ->
          new Candidate(
              "last snapshot", CandidateKind.SINGLE, mean, last, none, "centre", 1, "", verdict);
      case 1 ->
          new Candidate(
              "averaged weights",
              CandidateKind.AVERAGED_WEIGHTS,
              mean,
              six.subList(3, 6),
              none,
              "centre",
              1,
              "chosen on <these> images",
              verdict);
      case 2 ->
          new Candidate(
              "ensemble of 6 snapshots",
              CandidateKind.SNAPSHOT_ENSEMBLE,
              mean,
              six,
              none,
              "centre",
              6,
              "",
              verdict);
      case 3 ->
          new Candidate(
              "ensemble of 6 snapshots, fitted weights",
              CandidateKind.SNAPSHOT_ENSEMBLE,
              "fitted-weights",
              six,
              List.of(0.0, 0.0, 0.1, 0.2, 0.3, 0.4),
              "centre",
              4,
              "",
              verdict);
      default ->
          new Candidate(
              "last snapshot, centre and flip",
              CandidateKind.SINGLE,
              mean,
              last,
              none,
              "centre and flip",
              2,
              "",
              verdict);
    };
  }

  /** Classifiers that are the surer of the truth the later they come. */
  private static List<Verdict> verdicts(int count, int classes) {
    List<MetricsAccumulator> metrics = new ArrayList<>();
    List<ProbabilityAccumulator> tempered = new ArrayList<>();
    Bootstrap bootstrap = new Bootstrap(1, 100, count);
    Agreement agreement = new Agreement(count);
    Random random = new Random(11);
    double[][][] all = new double[EXAMPLES][count][];
    for (int m = 0; m < count; m++) {
      metrics.add(new MetricsAccumulator(classes));
      tempered.add(new ProbabilityAccumulator(15));
    }
    for (int i = 0; i < EXAMPLES; i++) {
      int label = i % classes;
      int[] predicted = new int[count];
      boolean[] wrong = new boolean[count];
      double[] probability = new double[count];
      double[] loss = new double[count];
      double[] brier = new double[count];
      for (int m = 0; m < count; m++) {
        double[] p = probabilities(random, classes, label, 2.6 + 0.2 * m);
        all[i][m] = p;
        metrics.get(m).add(p, label);
        tempered.get(m).add(Combination.tempered(p, 0.8), label);
        predicted[m] = ProbabilityAccumulator.predicted(p);
        wrong[m] = predicted[m] != label;
        probability[m] = p[label];
        loss[m] = ProbabilityAccumulator.loss(p[label]);
        brier[m] = ProbabilityAccumulator.brier(p, label);
      }
      bootstrap.add(i * 0x9E3779B97F4A7C15L, wrong, loss, brier);
      agreement.add(label, predicted, probability);
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (int m = 0; m < count; m++) {
      verdicts.add(
          new Verdict(
              metrics.get(m).metrics(),
              bootstrap.interval(m, Measure.TOP1_ERROR),
              bootstrap.interval(m, Measure.NEGATIVE_LOG_LIKELIHOOD),
              bootstrap.interval(m, Measure.BRIER_SCORE),
              List.of(1.25),
              tempered.get(m).scores(),
              curves(all, m, classes, m == count - 1),
              m == 0
                  ? null
                  : new Comparison(
                      agreement.mcNemar(m, 0),
                      bootstrap.difference(m, 0, Measure.TOP1_ERROR),
                      bootstrap.difference(m, 0, Measure.NEGATIVE_LOG_LIKELIHOOD))));
    }
    return verdicts;
  }

  private static double[] probabilities(Random random, int classes, int label, double skill) {
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
    return weights;
  }

  private static List<CurvePoints> curves(double[][][] all, int model, int classes, boolean shown) {
    List<CurvePoints> curves = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      int label = c;
      long positives = IntStream.range(0, EXAMPLES).filter(i -> i % classes == label).count();
      ScoredClass scored = new ScoredClass(c, positives, EXAMPLES - positives, shown ? 0.01 : 2);
      CurveBuilder builder = new CurveBuilder(scored, 0, 0);
      IntStream.range(0, EXAMPLES)
          .boxed()
          .sorted(Comparator.comparingDouble(i -> -all[i][model][label]))
          .forEach(i -> builder.add(all[i][model][label], i % classes == label));
      curves.add(CurveStretch.join(scored, List.of(builder.stretch())));
    }
    return curves;
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

  private static List<JudgedImage> images(List<String> names, int count) throws IOException {
    List<JudgedImage> mistakes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int truth = i % names.size();
      int guess = (i + 1) % names.size();
      double probability = 0.999 - 0.01 * i;
      mistakes.add(
          new JudgedImage(
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
