package org.polyak.evaluate.predict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.polyak.augment.random.ImageKeys;
import org.polyak.augment.view.View;
import org.polyak.augment.view.ViewRenderer;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.train.engine.Logits;
import org.polyak.train.network.cost.NetworkCost;

/**
 * Predicts with all models whose networks see the same pixels. Views of several images fill a
 * batch; views that several test times share are made and predicted once.
 */
final class InputPredictor implements AutoCloseable {

  /** Views of one forward pass. Part of the result: another size may round differently. */
  static final int BATCH = 128;

  /** Batches of other sizes than the networks' hold this part of the pixels. */
  private static final int SMALLER = 4;

  private final List<TestTime> tests;
  private final List<ViewRenderer> renderers = new ArrayList<>();

  /** Test times by falling number of views: the first one that has a view makes it. */
  private final List<Integer> order;

  private final List<Member> members = new ArrayList<>();
  private final ModelEngines engines = new ModelEngines();
  private final ImageKeys keys = new ImageKeys();
  private final int classes;
  private final ViewBatch main;

  /** Of other sizes, those filled last at the end. */
  private final Map<Long, ViewBatch> others = new LinkedHashMap<>(16, 0.75f, true);

  private final float[] logits;

  /** Of the image begun last: each test time's views. */
  private List<List<View>> views = List.of();

  private long networkNanos;

  /** A model with its place among all models, and its run. */
  private record Member(int index, Model model, RunInput run) {}

  /** A predictor for every kind of pixels that runs see. */
  static List<InputPredictor> of(List<RunInput> runs, List<TestTime> tests, List<Model> models) {
    List<RunInput> seen = new ArrayList<>();
    List<InputPredictor> predictors = new ArrayList<>();
    for (RunInput run : runs) {
      if (seen.stream().noneMatch(run::seesAs)) {
        seen.add(run);
        predictors.add(new InputPredictor(run, runs, tests, models));
      }
    }
    return predictors;
  }

  private InputPredictor(
      RunInput input, List<RunInput> runs, List<TestTime> tests, List<Model> models) {
    int height = input.description().height();
    int width = input.description().width();
    this.tests = tests;
    for (TestTime test : tests) {
      renderers.add(new ViewRenderer(input.normalization(), test.crops(), height, width));
    }
    this.order =
        IntStream.range(0, tests.size())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> -tests.get(i).crops().atMost()))
            .toList();
    this.classes = input.description().labels().size();
    for (int m = 0; m < models.size(); m++) {
      RunInput run = runs.get(models.get(m).run());
      if (run.seesAs(input)) {
        members.add(new Member(m, models.get(m), run));
      }
    }
    this.main = new ViewBatch(height, width, BATCH);
    this.logits = new float[BATCH * classes];
  }

  /** Bytes that a core needs for batches and activations, at most. */
  static long bytes(List<RunInput> runs, List<TestTime> tests) {
    boolean otherSizes = tests.stream().anyMatch(test -> !test.crops().hasOneSize());
    // A batch of each other size, with its activations.
    long batches = 1L + (otherSizes ? ModelEngines.SIZES / SMALLER : 0);
    return runs.stream()
        .map(run -> NetworkCost.of(run.description().toNetwork()))
        .distinct()
        .mapToLong(cost -> batches * BATCH * NetworkCost.BYTES * cost.forwardFloats())
        .sum();
  }

  /** Takes an image; gives the number of its different views. */
  int begin(ImageRecord image) {
    views = renderers.stream().map(renderer -> renderer.begin(image)).toList();
    Set<View> different = new LinkedHashSet<>();
    order.forEach(test -> different.addAll(views.get(test)));
    return different.size();
  }

  /** Adds the views of the image begun last to batches. */
  void add(OpenImage image) {
    Map<View, Integer> makers = new LinkedHashMap<>();
    for (int test : order) {
      views.get(test).forEach(view -> makers.putIfAbsent(view, test));
    }
    makers.forEach(
        (view, test) -> {
          ViewBatch batch = batch(view);
          renderers.get(test).write(view, batch.pixels(), batch.offset());
          batch.add(pending(image, view));
          if (batch.full()) {
            flush(batch);
          }
        });
  }

  /** The batch for a view; when there are batches of too many sizes, the oldest is predicted. */
  private ViewBatch batch(View view) {
    if (view.height() == main.height() && view.width() == main.width()) {
      return main;
    }
    ViewBatch batch =
        others.computeIfAbsent(
            (long) view.height() << Integer.SIZE | view.width(),
            k -> {
              int capacity = BATCH / SMALLER * main.values() / view.size();
              return new ViewBatch(view.height(), view.width(), Math.max(1, capacity));
            });
    if (others.size() > ModelEngines.SIZES) {
      Map.Entry<Long, ViewBatch> oldest = others.entrySet().iterator().next();
      flush(oldest.getValue());
      others.remove(oldest.getKey());
    }
    return batch;
  }

  private ViewBatch.Pending pending(OpenImage image, View view) {
    int[] places = new int[tests.size()];
    double[] parts = new double[tests.size()];
    for (int test = 0; test < parts.length; test++) {
      places[test] = views.get(test).indexOf(view);
      parts[test] = places[test] < 0 ? 0 : 1.0 / views.get(test).size();
    }
    return new ViewBatch.Pending(image, places, parts);
  }

  /** Predicts what is in batches. */
  void flush() {
    flush(main);
    others.values().forEach(this::flush);
  }

  private void flush(ViewBatch batch) {
    if (batch.pending().isEmpty()) {
      return;
    }
    if (batch == main) {
      // Normalisations that complete anything refuse views of other sizes.
      renderers.get(0).complete(batch.pixels(), batch.pending().size());
    }
    long began = System.nanoTime();
    for (Member member : members) {
      ModelEngines.Compiled compiled =
          engines.of(member.run().description(), batch.height(), batch.width());
      predict(member, compiled, batch);
      sample(member, compiled, batch);
    }
    networkNanos += System.nanoTime() - began;
    batch.pending().forEach(one -> one.image().viewDone());
    batch.pending().clear();
  }

  /** One pass for all test times that draw nothing. */
  private void predict(Member member, ModelEngines.Compiled compiled, ViewBatch batch) {
    if (tests.stream().allMatch(TestTime::draws)) {
      return;
    }
    compiled
        .engine()
        .logits(
            member.model().state().parameters(),
            member.model().state().statistics(),
            batch.pending().size(),
            batch.pixels(),
            logits);
    for (int i = 0; i < batch.pending().size(); i++) {
      double[] probabilities = Logits.probabilities(logits, i * classes, classes);
      for (int test = 0; test < tests.size(); test++) {
        if (!tests.get(test).draws()) {
          give(member, batch.pending().get(i), test, probabilities);
        }
      }
    }
  }

  private void sample(Member member, ModelEngines.Compiled compiled, ViewBatch batch) {
    for (int test = 0; test < tests.size(); test++) {
      TestTime time = tests.get(test);
      if (!time.draws()) {
        continue;
      }
      DropoutSampler sampler =
          new DropoutSampler(compiled.engine(), compiled.network(), time.passes());
      for (int i = 0; i < batch.pending().size(); i++) {
        ViewBatch.Pending view = batch.pending().get(i);
        if (view.parts()[test] > 0) {
          give(
              member,
              view,
              test,
              sampler.probabilities(
                  member.model(),
                  time,
                  keys.of(view.image().id()),
                  view.places()[test],
                  batch.pixels(),
                  i * batch.values(),
                  batch.values()));
        }
      }
    }
  }

  private void give(Member member, ViewBatch.Pending view, int test, double[] probabilities) {
    if (view.parts()[test] > 0) {
      view.image().add(member.index() * tests.size() + test, probabilities, view.parts()[test]);
    }
  }

  /** Time that networks took since this was made, in nanoseconds. */
  long networkNanos() {
    return networkNanos;
  }

  @Override
  public void close() {
    engines.close();
  }
}
