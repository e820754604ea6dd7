package org.polyak.evaluate.predict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.polyak.augment.view.CropSet;
import org.polyak.augment.view.View;
import org.polyak.augment.view.ViewRenderer;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.engine.Logits;

/**
 * Predicts with all models whose networks see the same pixels. Views of several images fill a
 * batch; views that several crop sets share are made and predicted once.
 */
final class InputPredictor implements AutoCloseable {

  /** Views of one forward pass. Part of the result: another size may round differently. */
  static final int BATCH = 128;

  private final List<CropSet> crops;
  private final List<ViewRenderer> renderers = new ArrayList<>();

  /** Crop sets by falling number of views: the first one that has a view makes it. */
  private final List<Integer> order;

  private final List<Member> members = new ArrayList<>();
  private final Map<String, Engine> engines = new LinkedHashMap<>();
  private final int classes;
  private final int values;
  private final float[] pixels;
  private final float[] logits;
  private final List<Pending> pending = new ArrayList<>();

  /** Of the image begun last: each crop set's views. */
  private List<List<View>> views = List.of();

  /** A model with its place among all models. */
  private record Member(int index, Model model, Engine engine) {}

  /** A view in the batch, and the parts that crop sets take of it. */
  private record Pending(OpenImage image, double[] parts) {}

  /** A predictor for every kind of pixels that runs see. */
  static List<InputPredictor> of(List<RunInput> runs, List<CropSet> crops, List<Model> models) {
    List<RunInput> seen = new ArrayList<>();
    List<InputPredictor> predictors = new ArrayList<>();
    for (RunInput run : runs) {
      if (seen.stream().noneMatch(run::seesAs)) {
        seen.add(run);
        predictors.add(new InputPredictor(run, runs, crops, models));
      }
    }
    return predictors;
  }

  private InputPredictor(
      RunInput input, List<RunInput> runs, List<CropSet> crops, List<Model> models) {
    int height = input.description().height();
    int width = input.description().width();
    this.crops = crops;
    for (CropSet set : crops) {
      renderers.add(new ViewRenderer(input.normalization(), set, height, width));
    }
    this.order =
        IntStream.range(0, crops.size())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> -crops.get(i).atMost()))
            .toList();
    this.classes = input.description().labels().size();
    for (int m = 0; m < models.size(); m++) {
      RunInput run = runs.get(models.get(m).run());
      if (run.seesAs(input)) {
        members.add(new Member(m, models.get(m), engine(run)));
      }
    }
    this.values = height * width * 3;
    this.pixels = new float[BATCH * values];
    this.logits = new float[BATCH * classes];
  }

  private Engine engine(RunInput run) {
    String key =
        "%s %s %s"
            .formatted(
                run.description().engine(),
                run.description().network(),
                run.description().networkRecipe());
    return engines.computeIfAbsent(
        key,
        k ->
            Engines.create(
                run.description().engine(),
                run.description().toNetwork(),
                run.description().threads()));
  }

  /** Takes an image; gives the number of its different views. */
  int begin(ImageRecord image) {
    views = renderers.stream().map(renderer -> renderer.begin(image)).toList();
    Set<View> different = new LinkedHashSet<>();
    order.forEach(set -> different.addAll(views.get(set)));
    return different.size();
  }

  /** Adds the views of the image begun last to batches. */
  void add(OpenImage image) {
    Map<View, Integer> makers = new LinkedHashMap<>();
    for (int set : order) {
      views.get(set).forEach(view -> makers.putIfAbsent(view, set));
    }
    makers.forEach(
        (view, set) -> {
          renderers.get(set).write(view, pixels, pending.size() * values);
          pending.add(new Pending(image, parts(view)));
          if (pending.size() == BATCH) {
            flush();
          }
        });
  }

  private double[] parts(View view) {
    double[] parts = new double[crops.size()];
    for (int set = 0; set < parts.length; set++) {
      parts[set] = views.get(set).contains(view) ? 1.0 / views.get(set).size() : 0;
    }
    return parts;
  }

  /** Predicts what is in the batch. */
  void flush() {
    int size = pending.size();
    if (size == 0) {
      return;
    }
    renderers.get(0).complete(pixels, size);
    for (Member member : members) {
      member
          .engine()
          .logits(
              member.model().state().parameters(),
              member.model().state().statistics(),
              size,
              pixels,
              logits);
      for (int i = 0; i < size; i++) {
        double[] probabilities = Logits.probabilities(logits, i * classes, classes);
        for (int set = 0; set < crops.size(); set++) {
          double part = pending.get(i).parts()[set];
          if (part > 0) {
            pending.get(i).image().add(member.index() * crops.size() + set, probabilities, part);
          }
        }
      }
    }
    pending.forEach(one -> one.image().viewDone());
    pending.clear();
  }

  @Override
  public void close() {
    engines.values().forEach(Engine::close);
  }
}
