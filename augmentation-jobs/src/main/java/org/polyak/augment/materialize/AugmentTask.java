package org.polyak.augment.materialize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.augment.Augmenter;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.policy.AugmentationPolicy;

/**
 * Augments a piece and writes it.
 *
 * @param policy what is done to an image
 * @param normalization whose mean stands where an image has no pixel
 * @param components of the training images' colours
 * @param seed of the draws
 * @param labels class names in label order
 * @param folder where files are written
 * @param hadoop settings of its file system
 * @param done counts images
 */
record AugmentTask(
    AugmentationPolicy policy,
    Normalization normalization,
    ColourComponents components,
    long seed,
    List<String> labels,
    String folder,
    Broadcast<SerializableConfiguration> hadoop,
    LongAccumulator done)
    implements FlatMapFunction<Piece, Part> {

  @Override
  public Iterator<Part> call(Piece piece) throws IOException {
    Configuration settings = hadoop.value().value();
    // Nothing is written as a network's input, so that its size does not matter.
    Augmenter augmenter = new Augmenter(policy, normalization, components, 1, 1, seed);
    try (PartWriter writer =
        new PartWriter(
            settings, new Path(folder), piece, labels, TaskContext.get().taskAttemptId())) {
      piece
          .rows()
          .read(
              settings,
              image -> {
                try {
                  writer.add(image, augmenter.augment(piece.epoch(), image));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                done.add(1);
              });
      return writer.parts().iterator();
    }
  }
}
