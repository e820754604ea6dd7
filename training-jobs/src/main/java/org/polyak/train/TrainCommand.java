package org.polyak.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.cli.CommonOptions;
import org.polyak.pipeline.cli.RecipeOptions;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.device.Devices;
import org.polyak.train.device.GpuCheck;
import org.polyak.train.engine.Engines;
import org.polyak.train.network.Network;
import org.polyak.train.run.ComputeCheck;
import org.polyak.train.run.DatasetNetwork;
import org.polyak.train.run.RunFolder;
import org.polyak.train.run.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polyak train}. */
@Command(
    name = "train",
    description = "Trains a network by parameter averaging; resumes a run that was killed.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  @Mixin private RecipeOptions recipeOptions;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATASET",
      description = "a data set made by polyak ingest")
  private String data;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "RUN",
      description = "receives snapshots, learning curve and configuration")
  private String output;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws Exception {
    Recipe recipe = recipeOptions.load();
    if (recipeOptions.printed(recipe)) {
      return ExitCode.OK.code();
    }
    TrainingConfig config = TrainingConfig.read(recipe.root());
    AugmentationPolicy policy = AugmentationPolicy.read(recipe.root());
    Configuration hadoop = common.hadoop();
    ImageDataset dataset = ImageDataset.open(hadoop, new Path(data));
    StageIdentity identity = identity(recipe, dataset);
    RunFolder folder = new RunFolder(hadoop, new Path(output));
    if (TrainingRun.isComplete(folder, identity, common.overwrite())) {
      System.out.printf("train: %s is already complete%n", folder.path());
      return ExitCode.OK.code();
    }
    GpuCheck.checkSettings(config.devices(), config.engine());
    Network network = DatasetNetwork.of(config, dataset);
    Engines.Choice engine = engine(config, network);
    System.err.println(engine.line());
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(common.spark("train").sparkContext());
    GpuCheck.checkSpark(config.devices(), spark.getConf());
    GpuCheck.checkGpus(config.devices(), spark, config.replicas());
    TrainingConfig resolved = config.withEngine(engine.engine());
    ComputeCheck.checkExecutors(resolved, spark);
    new TrainingRun(spark, resolved, policy, dataset, folder).train(identity, engine.line());
    return ExitCode.OK.code();
  }

  private static Engines.Choice engine(TrainingConfig config, Network network) {
    if (config.devices() == Devices.GPU) {
      return Engines.chooseForGpus(config.engine(), network);
    }
    return Engines.choose(config.engine(), network, config.compute(), config.threads());
  }

  /** Sections of other stages do not change what training makes. */
  private static StageIdentity identity(Recipe recipe, ImageDataset dataset) {
    JsonNode resolved = recipe.resolved();
    ObjectNode configuration = Json.object();
    for (String section : new String[] {"network", "augmentation", "training"}) {
      configuration.set(section, resolved.path(section));
    }
    ObjectNode inputs = Json.object();
    inputs.put("dataset", dataset.info().fingerprint());
    return new StageIdentity("train", inputs, configuration);
  }
}
