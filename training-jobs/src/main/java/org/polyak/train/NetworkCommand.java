package org.polyak.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.cli.HadoopSettings;
import org.polyak.pipeline.cli.PathConverter;
import org.polyak.pipeline.cli.RecipeOptions;
import org.polyak.pipeline.config.NearestName;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.WholeFile;
import org.polyak.train.network.Network;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.network.cost.CostTable;
import org.polyak.train.network.cost.NetworkCost;
import org.polyak.train.network.cost.NetworkPage;
import org.polyak.train.network.recipe.NetworkConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polyak network}: without Spark. */
@Command(
    name = "network",
    description = {
      "Prints a network's layers with their shapes, parameters, multiply-adds, memory and",
      "receptive fields. Without a name, and without a recipe, lists the names."
    },
    mixinStandardHelpOptions = true)
final class NetworkCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "a network that recipes can name")
  private String name;

  @Option(names = "--recipe", paramLabel = "FILE", description = "the network of this recipe")
  private String recipe;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "an option of the network, such as network.shortcut=C; may be repeated")
  private final List<String> overrides = new ArrayList<>();

  @Option(
      names = "--input",
      paramLabel = "SIDE|HxW",
      description = "rows and columns of an image; default: those that the network was made for")
  private String input;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "number of classes; default: as many as the network was made for")
  private Integer classes;

  @Option(
      names = "--html",
      converter = PathConverter.class,
      paramLabel = "FILE",
      description = "draws the network as one page that any browser opens")
  private Path html;

  /** The command line looks for it among the arguments. */
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--verbose", description = "print stack traces")
  private boolean verbose;

  @Override
  public Integer call() throws Exception {
    if (name == null && recipe == null) {
      Networks.names().forEach(System.out::println);
      return ExitCode.OK.code();
    }
    NetworkCost cost = NetworkCost.of(network(config()));
    System.out.print(CostTable.of(cost));
    if (html != null) {
      WholeFile.write(
          HadoopSettings.of(Map.of()), html, NetworkPage.of(cost).getBytes(StandardCharsets.UTF_8));
      System.err.println("drawn in " + html);
    }
    return ExitCode.OK.code();
  }

  private NetworkConfig config() throws Exception {
    if (recipe == null) {
      if (!Networks.names().contains(name)) {
        throw PolyakException.usage(
            "unknown network \"%s\"%s; polyak network lists all",
            name, NearestName.suggestion(name, Networks.names()));
      }
      Recipe named = Recipe.parse("network " + name, "network: {name: " + name + "}", overrides);
      NetworkConfig config = NetworkConfig.read(named.root().section("network"));
      named.check();
      return config;
    }
    if (name != null) {
      throw PolyakException.usage("a name and --recipe: expected one of them");
    }
    return NetworkConfig.read(RecipeOptions.load(recipe, overrides).root().section("network"));
  }

  private Network network(NetworkConfig config) {
    Shape shape = shape(config);
    int outputs = classes == null ? config.architecture().purpose().classes() : classes;
    if (outputs < 1) {
      throw PolyakException.usage("--classes %d: expected 1 or more", outputs);
    }
    try {
      return config.create(shape, outputs);
    } catch (IllegalArgumentException e) {
      throw PolyakException.usage(
          "%s does not take images of %s: %s", config.name(), shape, e.getMessage());
    }
  }

  private Shape shape(NetworkConfig config) {
    Shape usual = config.architecture().purpose().input();
    if (input == null) {
      int side = config.inputSide();
      return side == 0 ? usual : new Shape(side, side, usual.channels());
    }
    String[] sides = input.split("x", -1);
    try {
      int height = Integer.parseInt(sides[0]);
      int width = sides.length == 1 ? height : Integer.parseInt(sides[1]);
      int channels = sides.length > 2 ? Integer.parseInt(sides[2]) : usual.channels();
      if (sides.length <= 3 && height > 0 && width > 0 && channels > 0) {
        return new Shape(height, width, channels);
      }
    } catch (NumberFormatException e) {
      // Told below, with the other ways to be wrong.
    }
    throw PolyakException.usage(
        "--input %s: expected a side, or rows x columns such as 224x224, or with channels 32x32x1",
        input);
  }
}
