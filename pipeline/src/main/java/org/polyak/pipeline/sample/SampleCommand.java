package org.polyak.pipeline.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.cli.CommonOptions;
import org.polyak.pipeline.cli.PathConverter;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.pipeline.stage.StageOutput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the sample set. It needs no Spark. */
@Command(
    name = "sample",
    description = "Generates pictures of ten classes in CIFAR-10's format, to try everything on.",
    mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {

  private static final int BATCHES = 5;
  private static final int MAX_IMAGES = 1_000_000;

  /** Changes whenever the same seed gives other pictures. */
  private static final int GENERATOR = 1;

  @Option(
      names = "--output",
      converter = PathConverter.class,
      required = true,
      paramLabel = "DIR",
      description = "the folder to make")
  private Path output;

  @Option(
      names = "--train",
      paramLabel = "N",
      defaultValue = "6000",
      description = "training images, in five files; default: ${DEFAULT-VALUE}")
  private int train;

  @Option(
      names = "--test",
      paramLabel = "N",
      defaultValue = "1000",
      description = "test images, 0 for none; default: ${DEFAULT-VALUE}")
  private int test;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "chooses the pictures; default: ${DEFAULT-VALUE}")
  private long seed;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    checkRange("--train", train, BATCHES);
    checkRange("--test", test, 0);
    Configuration hadoop = common.hadoop();
    ObjectNode configuration = Json.object();
    configuration.put("generator", GENERATOR);
    configuration.put("train", train);
    configuration.put("test", test);
    configuration.put("seed", seed);
    StageIdentity identity = new StageIdentity("sample", Json.object(), configuration);
    if (StageOutput.existing(hadoop, output, identity, common.overwrite()).isPresent()) {
      System.out.printf("%s is already complete%n", output);
      return ExitCode.OK.code();
    }
    try (StageOutput out = StageOutput.begin(hadoop, output, identity)) {
      write(hadoop, out.folder());
      ObjectNode counts = Json.object();
      counts.put("train", train);
      counts.put("test", test);
      out.publish(counts, counts);
    }
    System.out.printf("%,d training and %,d test images in %s%n", train, test, output);
    return ExitCode.OK.code();
  }

  private void write(Configuration hadoop, Path folder) throws IOException {
    SampleSet set = new SampleSet(seed);
    for (int batch = 0; batch < BATCHES; batch++) {
      int from = (int) ((long) train * batch / BATCHES);
      int to = (int) ((long) train * (batch + 1) / BATCHES);
      String name = "data_batch_" + (batch + 1) + ".bin";
      try (FSDataOutputStream file = create(hadoop, folder, name)) {
        set.write(file, false, from, to);
      }
    }
    if (test > 0) {
      try (FSDataOutputStream file = create(hadoop, folder, "test_batch.bin")) {
        set.write(file, true, 0, test);
      }
    }
    try (FSDataOutputStream file = create(hadoop, folder, "batches.meta.txt")) {
      file.write(SampleSet.meta());
    }
  }

  private static FSDataOutputStream create(Configuration hadoop, Path folder, String name)
      throws IOException {
    return folder.getFileSystem(hadoop).create(new Path(folder, name), false);
  }

  private static void checkRange(String option, int value, int min) {
    if (value < min || value > MAX_IMAGES) {
      throw PolyakException.usage(
          "%s %d: out of range (expected %d to %d)", option, value, min, MAX_IMAGES);
    }
  }
}
