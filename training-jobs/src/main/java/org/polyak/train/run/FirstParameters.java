package org.polyak.train.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.polyak.augment.EvaluationInput;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;
import org.polyak.train.averaging.TrainingSpec;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.engine.Engines;
import org.polyak.train.initialization.Initializer;
import org.polyak.train.network.Network;

/** The parameters that a run starts from, with the first training images where a rule needs any. */
final class FirstParameters {

  private final Configuration hadoop;
  private final TrainingConfig config;
  private final ImageDataset dataset;

  FirstParameters(Configuration hadoop, TrainingConfig config, ImageDataset dataset) {
    this.hadoop = hadoop;
    this.config = config;
    this.dataset = dataset;
  }

  float[] of(Network network, TrainingSpec spec) throws IOException {
    Initializer initializer = new Initializer(config.network().initialization(), network);
    return initializer.needsImages()
        ? initializer.parameters(
            config.seed(),
            images(spec),
            part -> Engines.create(config.engine(), part, config.threads()))
        : initializer.parameters(config.seed());
  }

  /** In reading order, which is a random one, as validation would see them: not augmented. */
  private Initializer.Images images(TrainingSpec spec) throws IOException {
    int count =
        (int)
            Math.min(config.network().initialization().images(), dataset.info().rows(Split.TRAIN));
    List<ImageRecord> records = new ArrayList<>();
    dataset.rows(Split.TRAIN, 0, count).read(hadoop, records::add);
    EvaluationInput input =
        new EvaluationInput(spec.normalization(), spec.input().height(), spec.input().width());
    float[] pixels = new float[count * input.size()];
    for (int i = 0; i < count; i++) {
      input.apply(records.get(i), pixels, i * input.size());
    }
    input.complete(pixels, count);
    return new Initializer.Images(count, pixels);
  }
}
