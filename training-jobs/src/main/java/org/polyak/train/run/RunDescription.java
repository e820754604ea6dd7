package org.polyak.train.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.train.network.Network;
import org.polyak.train.network.Shape;
import org.polyak.train.network.recipe.NetworkConfig;

/**
 * {@code run.json}: what is trained, and all that is needed to use its snapshots.
 *
 * @param schema version of the layout, {@link #SCHEMA}
 * @param network name of the network
 * @param networkRecipe the recipe's {@code network} section, defaults filled in; null in runs of
 *     versions whose networks had no options
 * @param height rows of its images
 * @param width columns of its images
 * @param labels class names in label order
 * @param mean what is subtracted from pixels scaled to 0 to 1: by channel, or by position
 * @param deviation what they are then divided by, as many figures
 * @param matrix SHA-256 of the file of the matrix that the result is multiplied by, {@link
 *     MatrixFile}; null if there is none
 * @param dataset folder of the data set that it is trained on
 * @param datasetFingerprint that data set's content
 * @param engine what computes it
 * @param engineLine the engine in words, with library, instruction set and threads
 * @param threads threads of one replica
 * @param cycleEnds epochs at which a cycle of the schedule ends
 * @param identity what decides the result, for resuming
 * @param versions what it is trained with
 */
public record RunDescription(
    int schema,
    String network,
    JsonNode networkRecipe,
    int height,
    int width,
    List<String> labels,
    List<Double> mean,
    List<Double> deviation,
    String matrix,
    String dataset,
    String datasetFingerprint,
    String engine,
    String engineLine,
    int threads,
    List<Integer> cycleEnds,
    JsonNode identity,
    JsonNode versions)
    implements Serializable {

  /** The version of the layout that this code reads and writes. */
  public static final int SCHEMA = 1;

  /** The identity as a stage's. */
  StageIdentity stageIdentity() {
    return new StageIdentity(
        identity.path("stage").asText(), identity.path("inputs"), identity.path("configuration"));
  }

  /** What training made small: the name of {@code training.loss}. */
  public String loss() {
    return identity.at("/configuration/training/loss/name").asText("softmax");
  }

  /** The network itself. */
  public Network toNetwork() {
    NetworkConfig config =
        networkRecipe == null || networkRecipe.isNull()
            ? NetworkConfig.named(network)
            : NetworkConfig.parse("run.json", networkRecipe);
    return config.create(new Shape(height, width, 3), labels.size());
  }
}
