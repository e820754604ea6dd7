package org.polyak.evaluate.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.random.ImageKeys;
import org.polyak.augment.view.CropSet;
import org.polyak.augment.view.View;
import org.polyak.augment.view.ViewRenderer;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.engine.Logits;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.network.Network;
import org.polyak.train.run.RunDescription;

/** Prediction with shared views and full batches against each view alone. */
class PredictionTest {

  private static final int CLASSES = 4;
  private static final RunInput INPUT =
      new RunInput(
          description("softmax", null),
          new Normalization(List.of(0.5, 0.4, 0.6), List.of(0.2, 0.3, 0.25)));
  private static final int HIDDEN = 5;
  private static final String DROPOUT =
      """
      {"name": "layers", "layers": [
        {"type": "dense", "units": 5}, {"type": "dropout", "rate": 0.5}, {"type": "dense", "units": 4}]}
      """;
  private static final String DROP_CONNECT =
      """
      {"name": "layers", "layers": [
        {"type": "dense", "units": 5, "drop-connect": 0.5}, {"type": "tanh"}, {"type": "dense"}]}
      """;
  private static final String STOCHASTIC_DEPTH =
      """
      {"name": "layers", "layers": [
        {"type": "convolution", "filters": 3},
        {"name": "block", "repeat": 2, "layers": [
          {"type": "convolution", "filters": 3}, {"type": "stochastic-depth", "survival": 0.5},
          {"type": "add", "inputs": ["previous", "before"]}]},
        {"type": "dense"}]}
      """;
  private static final String FRACTIONAL_POOLING =
      """
      {"name": "layers", "layers": [
        {"type": "convolution", "filters": 3}, {"type": "fractional-max-pool"},
        {"type": "fractional-max-pool"}, {"type": "dense"}]}
      """;
  private static final Network NETWORK = INPUT.description().toNetwork();

  @Test
  void cropsAreAveragedAsByHand() {
    List<TestTime> crops = tests("centre", "flip", "ten-crop", "whole-multi-scale");
    List<Model> models = List.of(model(0), model(1));
    List<ImageRecord> images = images(40);
    List<Prediction> predictions =
        predict(InputPredictor.of(List.of(INPUT), crops, models), 8, images);
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
            double[] expected = alone(engine, models.get(m), crops.get(set).crops(), images.get(i));
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
    List<TestTime> crops = tests("ten-crop", "centre", "whole-multi-scale");
    List<Model> models = List.of(model(0), model(1));
    List<ImageRecord> images = images(60);
    List<InputPredictor> warm = InputPredictor.of(List.of(INPUT), crops, models);
    predict(warm, 6, images.subList(0, 33));
    List<Prediction> found = predict(warm, 6, images.subList(33, 60));
    List<Prediction> expected =
        predict(InputPredictor.of(List.of(INPUT), crops, models), 6, images.subList(33, 60));
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

  /** Whoever is predicted beside it, an image draws the same; another seed draws something else. */
  @Test
  void dropoutIsDrawnByImageViewAndPass() {
    RunInput input = input("layers", DROPOUT);
    Network network = input.description().toNetwork();
    Model model = model(1, network);
    List<ImageRecord> images = images(9);
    TestTime test = new TestTime(CropSet.named("flip"), 3, 7);
    List<Prediction> all =
        predict(InputPredictor.of(List.of(input), List.of(test), List.of(model)), 1, images);
    List<TestTime> beside = List.of(TestTime.of(CropSet.named("ten-crop")), test);
    List<Prediction> some =
        predict(InputPredictor.of(List.of(input), beside, List.of(model)), 2, images.subList(4, 9));
    for (int i = 4; i < 9; i++) {
      assertThat(some.get(i - 4).probabilities()[1]).isEqualTo(all.get(i).probabilities()[0]);
    }
    List<Prediction> otherSeed =
        predict(
            InputPredictor.of(
                List.of(input), List.of(new TestTime(CropSet.named("flip"), 3, 8)), List.of(model)),
            1,
            images);
    assertThat(otherSeed.get(0).probabilities()[0]).isNotEqualTo(all.get(0).probabilities()[0]);
  }

  /**
   * What is drawn once for a batch is drawn in batches of one, by image, view and pass: against
   * plain Java in double precision, a pass at a time, and in other company to the bit.
   */
  @ParameterizedTest
  @ValueSource(strings = {DROP_CONNECT, STOCHASTIC_DEPTH, FRACTIONAL_POOLING})
  void whatABatchSharesIsDrawnForEachImage(String recipe) {
    RunInput input = input("layers", recipe);
    Network network = input.description().toNetwork();
    // Weights so large that a pass that is drawn otherwise shows.
    Model model = model(4, network, 0.3);
    TestTime test = new TestTime(CropSet.named("flip"), 6, 11);
    test.check(network);
    List<ImageRecord> images = images(9);
    List<Prediction> all =
        predict(InputPredictor.of(List.of(input), List.of(test), List.of(model)), 1, images);
    Set<List<Double>> different = new HashSet<>();
    double greatest = 0;
    try (Engine plain = Engines.create("java", network, 1)) {
      for (int i = 0; i < images.size(); i++) {
        double[] expected = sampled(plain, model, test, images.get(i), different);
        for (int c = 0; c < CLASSES; c++) {
          assertThat((double) all.get(i).probabilities()[0][c])
              .isCloseTo(expected[c], within(1e-5));
        }
        TestTime otherSeed = new TestTime(test.crops(), test.passes(), 12);
        double[] other = sampled(plain, model, otherSeed, images.get(i), new HashSet<>());
        for (int c = 0; c < CLASSES; c++) {
          greatest = Math.max(greatest, Math.abs(other[c] - expected[c]));
        }
      }
    }
    assertThat(greatest).as("what another seed changes").isGreaterThan(1e-2);
    assertThat(different).as("passes that are not alike").hasSizeGreaterThan(2 * images.size());

    List<TestTime> beside = List.of(TestTime.of(CropSet.named("ten-crop")), test);
    List<Prediction> some =
        predict(InputPredictor.of(List.of(input), beside, List.of(model)), 2, images.subList(4, 9));
    for (int i = 4; i < 9; i++) {
      assertThat(some.get(i - 4).probabilities()[1]).isEqualTo(all.get(i).probabilities()[0]);
    }
  }

  /** The mean over views and passes, each a forward pass of one view. */
  private static double[] sampled(
      Engine engine, Model model, TestTime test, ImageRecord image, Set<List<Double>> different) {
    ViewRenderer renderer = new ViewRenderer(INPUT.normalization(), test.crops(), 8, 8);
    List<View> views = renderer.begin(image);
    double[] mean = new double[CLASSES];
    for (int view = 0; view < views.size(); view++) {
      float[] pixels = new float[views.get(view).size()];
      renderer.write(views.get(view), pixels, 0);
      for (int pass = 0; pass < test.passes(); pass++) {
        float[] logits = new float[CLASSES];
        engine.stochasticLogits(
            model.state().parameters(),
            model.state().statistics(),
            1,
            pixels,
            RandomKey.ofSample(
                test.seed(), new ImageKeys().of(image.id()), view * test.passes() + pass),
            logits);
        double[] probabilities = Logits.probabilities(logits, 0, CLASSES);
        different.add(Arrays.stream(probabilities).boxed().toList());
        for (int c = 0; c < CLASSES; c++) {
          mean[c] += probabilities[c] / views.size() / test.passes();
        }
      }
    }
    return mean;
  }

  /**
   * Behind a linear layer, dropout of one of n inputs of a network of two classes has a mean that
   * can be counted: over all masks, each with its probability.
   */
  @Test
  void manyPassesComeToTheMeanOverAllMasks() {
    RunInput input = input("layers", DROPOUT);
    Network network = input.description().toNetwork();
    Model model = model(2, network);
    ImageRecord image = images(1).get(0);
    TestTime test = new TestTime(CropSet.centre(), 4000, 3);
    float[] found =
        predict(InputPredictor.of(List.of(input), List.of(test), List.of(model)), 1, List.of(image))
            .get(0)
            .probabilities()[0];
    double[] hidden = hidden(model, image);
    double[] expected = new double[CLASSES];
    for (int mask = 0; mask < 1 << HIDDEN; mask++) {
      float[] logits = new float[CLASSES];
      for (int c = 0; c < CLASSES; c++) {
        double sum = model.state().parameters()[network.parameterCount() - CLASSES + c];
        for (int h = 0; h < HIDDEN; h++) {
          boolean kept = (mask >> h & 1) == 1;
          int weight = network.parameterCount() - CLASSES - (HIDDEN - h) * CLASSES + c;
          sum += kept ? 2 * hidden[h] * model.state().parameters()[weight] : 0;
        }
        logits[c] = (float) sum;
      }
      double[] one = Logits.probabilities(logits, 0, CLASSES);
      for (int c = 0; c < CLASSES; c++) {
        expected[c] += one[c] / (1 << HIDDEN);
      }
    }
    for (int c = 0; c < CLASSES; c++) {
      // Four deviations of a mean of 4000 values between 0 and 1.
      assertThat((double) found[c]).isCloseTo(expected[c], within(4 * 0.5 / Math.sqrt(4000)));
    }
    float[] plain =
        predict(
                InputPredictor.of(List.of(input), tests("centre"), List.of(model)),
                1,
                List.of(image))
            .get(0)
            .probabilities()[0];
    assertThat(Math.abs(plain[0] - expected[0])).as("the test can tell them apart").isPositive();
  }

  /** What reaches the dropout layer. */
  private static double[] hidden(Model model, ImageRecord image) {
    ViewRenderer renderer = new ViewRenderer(INPUT.normalization(), CropSet.centre(), 8, 8);
    View view = renderer.begin(image).get(0);
    float[] pixels = new float[view.size()];
    renderer.write(view, pixels, 0);
    double[] hidden = new double[HIDDEN];
    for (int h = 0; h < HIDDEN; h++) {
      hidden[h] = model.state().parameters()[pixels.length * HIDDEN + h];
      for (int i = 0; i < pixels.length; i++) {
        hidden[h] += pixels[i] * model.state().parameters()[i * HIDDEN + h];
      }
    }
    return hidden;
  }

  @Test
  void withoutDropoutThereIsNothingToDraw() {
    TestTime test = new TestTime(CropSet.centre(), 5, 0);
    assertThatThrownBy(() -> test.check(NETWORK))
        .isInstanceOf(PolyakException.class)
        .hasMessage(
            "evaluation.dropout-passes is 5, but softmax has no dropout: all passes would be alike");
    test.check(input("layers", DROPOUT).description().toNetwork());
  }

  private static List<TestTime> tests(String... crops) {
    return Arrays.stream(crops).map(name -> TestTime.of(CropSet.named(name))).toList();
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
      float[] logits = meanOfCrops(engine, model, pixels, view.height(), view.width());
      double[] probabilities = Logits.probabilities(logits, 0, CLASSES);
      for (int c = 0; c < CLASSES; c++) {
        mean[c] += probabilities[c] / views.size();
      }
    }
    return mean;
  }

  /** Of every place where 8x8 pixels fit; one if the view has this size. */
  private static float[] meanOfCrops(
      Engine engine, Model model, float[] pixels, int height, int width) {
    float[] mean = new float[CLASSES];
    int places = (height - 7) * (width - 7);
    for (int place = 0; place < places; place++) {
      float[] crop = new float[8 * 8 * 3];
      for (int row = 0; row < 8; row++) {
        int from = ((place / (width - 7) + row) * width + place % (width - 7)) * 3;
        System.arraycopy(pixels, from, crop, row * 8 * 3, 8 * 3);
      }
      float[] logits = new float[CLASSES];
      engine.logits(model.state().parameters(), model.state().statistics(), 1, crop, logits);
      for (int c = 0; c < CLASSES; c++) {
        mean[c] += logits[c] / places;
      }
    }
    return mean;
  }

  private static Model model(int seed) {
    return model(seed, NETWORK);
  }

  private static Model model(int seed, Network network) {
    return model(seed, network, 0.05);
  }

  private static Model model(int seed, Network network, double deviation) {
    Random random = new Random(seed);
    float[] parameters = new float[network.parameterCount()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (deviation * random.nextGaussian());
    }
    return Model.of(
        "model-" + seed,
        0,
        new ReplicaState(parameters, new float[0], new float[network.statisticsCount()]));
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

  private static RunInput input(String network, String recipe) {
    try {
      JsonNode node = new ObjectMapper().readTree(recipe);
      return new RunInput(description(network, node), INPUT.normalization());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static RunDescription description(String network, JsonNode recipe) {
    return new RunDescription(
        RunDescription.SCHEMA,
        network,
        recipe,
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
