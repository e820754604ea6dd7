package org.polyak.evaluate.predict;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.augment.EvaluationInput;
import org.polyak.augment.image.Normalization;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.train.data.Slice;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.engine.Logits;
import org.polyak.train.network.Network;
import org.polyak.train.run.RunDescription;

/**
 * Predicts a slice with every model: each image is prepared once, then goes through all of them.
 *
 * @param description of the run that the models come from
 * @param normalization of pixels, as in training
 * @param models the weights
 */
public record PredictionTask(
    RunDescription description, Normalization normalization, Broadcast<List<Model>> models)
    implements FlatMapFunction<Iterator<Slice>, Prediction> {

  /** Images of one forward pass. Part of the result: another size may round differently. */
  public static final int BATCH = 128;

  @Override
  public Iterator<Prediction> call(Iterator<Slice> slices) {
    Network network = description.toNetwork();
    EvaluationInput input =
        new EvaluationInput(normalization, description.height(), description.width());
    List<Prediction> predictions = new ArrayList<>();
    try (Engine engine = Engines.create(description.engine(), network, description.threads())) {
      while (slices.hasNext()) {
        List<ImageRecord> images = slices.next().images();
        for (int first = 0; first < images.size(); first += BATCH) {
          predict(
              engine,
              input,
              images.subList(first, Math.min(first + BATCH, images.size())),
              predictions);
        }
      }
    }
    return predictions.iterator();
  }

  private void predict(
      Engine engine, EvaluationInput input, List<ImageRecord> images, List<Prediction> out) {
    int classes = description.labels().size();
    int values = input.size();
    float[] pixels = new float[images.size() * values];
    for (int i = 0; i < images.size(); i++) {
      input.apply(images.get(i), pixels, i * values);
    }
    input.complete(pixels, images.size());
    double[][][] probabilities = new double[images.size()][models.value().size()][];
    float[] logits = new float[images.size() * classes];
    for (int m = 0; m < models.value().size(); m++) {
      Model model = models.value().get(m);
      engine.logits(
          model.state().parameters(), model.state().statistics(), images.size(), pixels, logits);
      for (int i = 0; i < images.size(); i++) {
        probabilities[i][m] = Logits.probabilities(logits, i * classes, classes);
      }
    }
    for (int i = 0; i < images.size(); i++) {
      out.add(new Prediction(images.get(i).id(), images.get(i).label(), probabilities[i]));
    }
  }
}
