package org.polyak.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.polyak.augment.random.RandomStream;
import org.polyak.pipeline.cli.HadoopSettings;
import org.polyak.pipeline.cli.PathConverter;
import org.polyak.pipeline.cli.RecipeOptions;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.WholeFile;
import org.polyak.train.activation.ActivationPage;
import org.polyak.train.activation.DeepExperiment;
import org.polyak.train.activation.DeepExperiment.Nonlinearity;
import org.polyak.train.activation.LayerActivations;
import org.polyak.train.activation.NetworkActivations;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.engine.Engines;
import org.polyak.train.initialization.Initializer;
import org.polyak.train.network.Network;
import org.polyak.train.network.Shape;
import org.polyak.train.network.recipe.NetworkConfig;
import org.polyak.train.network.zoo.Architecture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code polyak activations}: without Spark. */
@Command(
    name = "activations",
    description = {
      "Shows how activations spread from layer to layer before training.",
      "Of a recipe's network, on images of standard normal values; without a recipe, of six wide"
          + " layers of tanh or ReLU with small, large, Xavier's and He's weights."
    },
    mixinStandardHelpOptions = true)
final class ActivationsCommand implements Callable<Integer> {

  private static final int LAYERS = 6;
  private static final String AXES =
      " Mean ± deviation. Histograms of a row share their axis; the bar of a ReLU's zeros is cut.";
  private static final long PURPOSE = 0x696d6167L;

  @Option(names = "--recipe", paramLabel = "FILE", description = "the network of this recipe")
  private String recipe;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "override a key of the recipe, such as network.initialization.weights=glorot; may be"
              + " repeated")
  private final List<String> overrides = new ArrayList<>();

  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "16",
      description = "how many inputs are sent through; default ${DEFAULT-VALUE}")
  private int inputs;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "4096",
      description = "units of the six layers; default ${DEFAULT-VALUE}")
  private int width;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      converter = PathConverter.class,
      description = "draws a histogram of every layer, as one page that any browser opens")
  private Path html;

  /** The command line looks for it among the arguments. */
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--verbose", description = "print stack traces")
  private boolean verbose;

  @Override
  public Integer call() throws Exception {
    if (inputs < 1 || inputs > 4_096) {
      throw PolyakException.usage("--inputs %d: expected 1 to 4096", inputs);
    }
    if (width < 1 || width > 65_536) {
      throw PolyakException.usage("--width %d: expected 1 to 65536", width);
    }
    Map<String, List<LayerActivations>> rows = recipe == null ? experiment() : network();
    rows.forEach(ActivationsCommand::print);
    if (html != null) {
      String text =
          recipe == null
              ? "%d layers of %d units, %d standard normal inputs, no biases."
                  .formatted(LAYERS, width, inputs)
              : "%d images of standard normal values, before training.".formatted(inputs);
      WholeFile.write(
          HadoopSettings.of(Map.of()),
          html,
          ActivationPage.of("Activations", text + AXES, rows).getBytes(StandardCharsets.UTF_8));
      System.err.println("drawn in " + html);
    }
    return ExitCode.OK.code();
  }

  private Map<String, List<LayerActivations>> experiment() {
    DeepExperiment experiment = new DeepExperiment(width, inputs, LAYERS, 1);
    Map<String, List<LayerActivations>> rows = new LinkedHashMap<>();
    double xavier = Math.sqrt(1.0 / width);
    rows.put("tanh, deviation 0.01", experiment.run(Nonlinearity.TANH, 0.01));
    rows.put("tanh, deviation 0.05", experiment.run(Nonlinearity.TANH, 0.05));
    rows.put("tanh, Xavier: sqrt(1 / inputs)", experiment.run(Nonlinearity.TANH, xavier));
    rows.put("ReLU, Xavier: sqrt(1 / inputs)", experiment.run(Nonlinearity.RELU, xavier));
    rows.put(
        "ReLU, He: sqrt(2 / inputs)", experiment.run(Nonlinearity.RELU, Math.sqrt(2.0 / width)));
    return rows;
  }

  private Map<String, List<LayerActivations>> network() throws Exception {
    Recipe loaded = RecipeOptions.load(recipe, overrides);
    TrainingConfig config = TrainingConfig.read(loaded.root());
    NetworkConfig named = config.network();
    Architecture.Purpose purpose = named.architecture().purpose();
    int side = named.inputSide();
    Shape shape = side == 0 ? purpose.input() : new Shape(side, side, purpose.input().channels());
    Network network;
    try {
      network = named.create(shape, purpose.classes());
    } catch (IllegalArgumentException e) {
      throw PolyakException.usage(
          "network: %s does not take images of %s: %s", named.name(), shape, e.getMessage());
    }
    Engines.Choice engine = Engines.choose(config.engine(), network, config.threads());
    System.err.println(engine.line());
    float[] images = new float[inputs * shape.size()];
    RandomStream random = RandomStream.of(config.seed(), 0, PURPOSE, 0);
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    float[] parameters =
        new Initializer(named.initialization(), network)
            .parameters(
                config.seed(),
                new Initializer.Images(inputs, images),
                part -> Engines.create(engine.engine(), part, config.threads()));
    return Map.of(
        "%s, %s".formatted(network.name(), named.initialization().weights().key()),
        NetworkActivations.of(
            network,
            parameters,
            inputs,
            images,
            part -> Engines.create(engine.engine(), part, config.threads())));
  }

  private static void print(String name, List<LayerActivations> layers) {
    System.out.println(name);
    System.out.printf(
        Locale.ROOT,
        "  %-28s %10s %10s %10s %10s %8s %8s%n",
        "layer",
        "mean",
        "deviation",
        "least",
        "greatest",
        "zeros",
        "dead");
    for (LayerActivations layer : layers) {
      System.out.printf(
          Locale.ROOT,
          "  %-28s %10.4g %10.4g %10.3g %10.3g %6.1f %% %6.1f %%%n",
          layer.name(),
          layer.mean(),
          layer.deviation(),
          layer.least(),
          layer.greatest(),
          100 * layer.zeros(),
          100 * layer.dead());
    }
  }
}
