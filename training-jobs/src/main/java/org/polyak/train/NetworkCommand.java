package org.polyak.train;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.cli.HadoopSettings;
import org.polyak.pipeline.cli.PathConverter;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.stage.WholeFile;
import org.polyak.train.network.Networks;
import org.polyak.train.network.cost.CostTable;
import org.polyak.train.network.cost.NetworkCost;
import org.polyak.train.network.cost.NetworkPage;
import org.polyak.train.network.recipe.NetworkConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polyak network}: without Spark. */
@Command(
    name = "network",
    description = {
      "Prints a network's layers: shapes, parameters, multiply-adds, memory, receptive fields.",
      "Without a name, and without a recipe, lists the names."
    },
    mixinStandardHelpOptions = true)
final class NetworkCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "a network that recipes can name")
  private String name;

  @Mixin private NetworkOptions options;

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
    if (name == null && !options.hasRecipe()) {
      Networks.names().forEach(System.out::println);
      return ExitCode.OK.code();
    }
    NetworkConfig config = options.read(name, root -> NetworkConfig.read(root.section("network")));
    NetworkCost cost = NetworkCost.of(options.network(config));
    System.out.print(CostTable.of(cost));
    if (html != null) {
      WholeFile.write(
          HadoopSettings.of(Map.of()), html, NetworkPage.of(cost).getBytes(StandardCharsets.UTF_8));
      System.err.println("drawn in " + html);
    }
    return ExitCode.OK.code();
  }
}
