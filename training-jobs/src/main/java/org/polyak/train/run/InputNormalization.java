package org.polyak.train.run;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.augment.image.InputScale;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.image.NormalizationMode;
import org.polyak.augment.image.Whitening;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.PrincipalComponents;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.config.TrainingConfig;

/**
 * What a run does to pixels, made of the figures of its data set.
 *
 * @param normalization as tasks take it
 * @param scale of the network's input
 * @param matrixFile the bytes of {@link MatrixFile}; null without a matrix
 */
record InputNormalization(Normalization normalization, InputScale scale, byte[] matrixFile) {

  /**
   * That of a configuration.
   *
   * @throws PolyakException if the data set does not have the figures that it takes
   */
  static InputNormalization of(JavaSparkContext spark, TrainingConfig config, ImageDataset dataset)
      throws IOException {
    NormalizationMode mode = config.normalization();
    if (!mode.takesComponents()) {
      Normalization plain = mode.of(dataset.statistics());
      return new InputNormalization(plain, InputScale.of(plain, dataset.statistics()), null);
    }
    Configuration hadoop = spark.hadoopConfiguration();
    if (!PrincipalComponents.exist(hadoop, dataset.folder())) {
      throw PolyakException.usage(
          "training.normalization: %s needs principal components, and %s has none; ingest it with"
              + " --whitening (data.whitening: true), or take %s",
          mode.key(), dataset.folder(), NormalizationMode.CHANNEL_MEAN_DEVIATION.key());
    }
    int size = 3 * dataset.info().width() * dataset.info().height();
    Whitening whitening =
        Whitening.of(
            mode,
            PrincipalComponents.read(hadoop, dataset.folder(), size),
            config.whiteningEpsilon());
    return new InputNormalization(
        mode.of(dataset.statistics())
            .with(new BroadcastMatrix(spark.broadcast(whitening.matrix()))),
        whitening.scale(),
        MatrixFile.bytes(whitening.matrix()));
  }

  /** What {@code run.json} says of the matrix; null if there is none. */
  String matrixDigest() {
    return matrixFile == null ? null : MatrixFile.sha256(matrixFile);
  }
}
