package org.polyak.evaluate.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.view.CropSet;
import org.polyak.augment.view.View;
import org.polyak.augment.view.ViewRenderer;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.engine.Logits;
import org.polyak.train.network.Network;
import org.polyak.train.run.RunDescription;

/** Prediction with shared views and full batches against each view alone. */
class PredictionTest {

  private static final int CLASSES = 4;
  private static final RunInput INPUT =
      new RunInput(
          description(), new Normalization(List.of(0.5, 0.4, 0.6), List.of(0.2, 0.3, 0.25)));
  private static final Network NETWORK = INPUT.description().toNetwork();

  @Test
  void cropsAreAveragedAsByHand() {
    List<CropSet> crops =
        List.of(CropSet.centre(), CropSet.named("flip"), CropSet.named("ten-crop"));
    List<Model> models = List.of(model(0), model(1));
    List<ImageRecord> images = images(40);
    List<Prediction> predictions =
        predict(InputPredictor.of(List.of(INPUT), crops, models), 6, images);
    assertThat(predictions).hasSize(40);
    Columns columns = new Columns(List.of("a", "b"), crops);
    try (Engine engine = Engines.create("onednn", NETWORK, 1)) {
      for (int i = 0; i < images.size(); i += 13) {
        Prediction prediction = predictions.get(i);
        assertThat(prediction.id()).isEqualTo(images.get(i).id());
        assertThat(prediction.width()).isEqualTo(images.get(i).width());
        for (int m = 0; m < models.size(); m++) {
          for (int set = 0; set < crops.size(); set++) {
            float[] found = prediction.probabilities()[columns.of(m, set)];
            double[] expected = alone(engine, models.get(m), crops.get(set), images.get(i));
            for (int c = 0; c < CLASSES; c++) {
              assertThat((double) found[c]).isCloseTo(expected[c], within(1e-4));
            }
          }
        }
      }
    }
  }

  @Test
  void whatWasPredictedBeforeChangesNothing() {
    List<CropSet> crops = List.of(CropSet.named("ten-crop"), CropSet.centre());
    List<Model> models = List.of(model(0), model(1));
    List<ImageRecord> images = images(60);
    List<InputPredictor> warm = InputPredictor.of(List.of(INPUT), crops, models);
    predict(warm, 4, images.subList(0, 33));
    List<Prediction> found = predict(warm, 4, images.subList(33, 60));
    List<Prediction> expected =
        predict(InputPredictor.of(List.of(INPUT), crops, models), 4, images.subList(33, 60));
    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
  }

  private static List<Prediction> predict(
      List<InputPredictor> inputs, int columns, List<ImageRecord> images) {
    List<Prediction> predictions = new ArrayList<>();
    SlicePredictor predictor = new SlicePredictor(inputs, columns, images.iterator());
    predictor.forEachRemaining(predictions::add);
    assertThat(predictor.finished()).isTrue();
    return predictions;
  }

  /** One view at a time: the mean of the probabilities over the set's views. */
  private static double[] alone(Engine engine, Model model, CropSet set, ImageRecord image) {
    ViewRenderer renderer = new ViewRenderer(INPUT.normalization(), set, 8, 8);
    List<View> views = renderer.begin(image);
    double[] mean = new double[CLASSES];
    for (View view : views) {
      float[] pixels = new float[view.size()];
      renderer.write(view, pixels, 0);
      renderer.complete(pixels, 1);
      float[] logits = new float[CLASSES];
      engine.logits(model.state().parameters(), model.state().statistics(), 1, pixels, logits);
      double[] probabilities = Logits.probabilities(logits, 0, CLASSES);
      for (int c = 0; c < CLASSES; c++) {
        mean[c] += probabilities[c] / views.size();
      }
    }
    return mean;
  }

  private static Model model(int seed) {
    Random random = new Random(seed);
    float[] parameters = new float[NETWORK.parameterCount()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.05 * random.nextGaussian());
    }
    return Model.of(
        "model-" + seed,
        0,
        new ReplicaState(parameters, new float[0], new float[NETWORK.statisticsCount()]));
  }

  /** Photographs of several shapes, as rasters, so that views differ from image to image. */
  private static List<ImageRecord> images(int count) {
    Random random = new Random(9);
    List<ImageRecord> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int width = 8 + random.nextInt(12);
      int height = 8 + random.nextInt(12);
      byte[] rgb = new byte[3 * width * height];
      random.nextBytes(rgb);
      images.add(
          new ImageRecord(
              "image-" + i, i % CLASSES, width, height, ImageRecord.RGB8, rgb, "0".repeat(64)));
    }
    return images;
  }

  private static RunDescription description() {
    return new RunDescription(
        RunDescription.SCHEMA,
        "softmax",
        null,
        8,
        8,
        List.of("a", "b", "c", "d"),
        List.of(0.5),
        List.of(0.5),
        null,
        "set",
        "fingerprint",
        "onednn",
        "",
        1,
        List.of(),
        Json.object(),
        Json.object());
  }
}
