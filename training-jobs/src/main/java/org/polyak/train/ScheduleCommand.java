package org.polyak.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.cli.HadoopSettings;
import org.polyak.pipeline.cli.PathConverter;
import org.polyak.pipeline.cli.RecipeOptions;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.WholeFile;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.plateau.Plateau;
import org.polyak.train.schedule.drawing.ScheduleCurve;
import org.polyak.train.schedule.drawing.SchedulePage;
import org.polyak.train.schedule.drawing.SchedulePicture;
import org.polyak.train.schedule.drawing.ScheduleTable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code polyak schedule}: without Spark. */
@Command(
    name = "schedule",
    description = {
      "Prints and draws a recipe's learning rate, and its momentum if the schedule sets it.",
      "Figures are those at the starts of epochs and at the end; the picture shows all of training."
    },
    mixinStandardHelpOptions = true)
final class ScheduleCommand implements Callable<Integer> {

  private static final int ROWS = 20;
  private static final int MOMENTS = 4001;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private RecipeOptions recipe;

  @Option(
      names = "--output",
      converter = PathConverter.class,
      paramLabel = "FILE.png|FILE.html",
      description = "receives a drawing")
  private Path output;

  /** The command line looks for it among the arguments. */
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--verbose", description = "print stack traces")
  private boolean verbose;

  @Override
  public Integer call() throws Exception {
    checkOutput();
    Recipe loaded = recipe.load();
    if (recipe.printed(loaded)) {
      return ExitCode.OK.code();
    }
    TrainingConfig config = TrainingConfig.read(loaded.root());
    ScheduleCurve table = ScheduleCurve.atEpochs(config.schedule(), config.epochs(), ROWS);
    String notes = String.join("; ", notes(loaded, config, table));
    System.out.printf(Locale.ROOT, "%s%n%s", notes, ScheduleTable.of(table));
    if (output != null) {
      ScheduleCurve curve = ScheduleCurve.of(config.schedule(), config.epochs(), MOMENTS);
      WholeFile.write(HadoopSettings.of(Map.of()), output, drawing(notes, curve, table));
      System.err.println("drawn in " + output);
    }
    return ExitCode.OK.code();
  }

  private void checkOutput() {
    if (output != null && !isPage() && !output.getName().endsWith(".png")) {
      throw PolyakException.usage(
          "--output %s: expected a name that ends in .png or .html", output);
    }
  }

  private boolean isPage() {
    return output.getName().endsWith(".html");
  }

  private byte[] drawing(String notes, ScheduleCurve curve, ScheduleCurve table)
      throws IOException {
    if (isPage()) {
      return SchedulePage.of("Schedule", notes, curve, table).getBytes(StandardCharsets.UTF_8);
    }
    try {
      return SchedulePicture.of(curve);
    } catch (InternalError | UnsatisfiedLinkError | NoClassDefFoundError e) {
      // What Java throws where neither it nor the system has a font.
      throw PolyakException.usage(
          "--output %s: this Java has no fonts to draw with (%s); take a name that ends in .html",
          output, e.getMessage());
    }
  }

  private static List<String> notes(Recipe recipe, TrainingConfig config, ScheduleCurve table) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "%s, %d epochs, followed by %s"
            .formatted(
                recipe.resolved().at("/training/schedule/name").asText(),
                config.epochs(),
                config.schedule().granularity().key()));
    if (!table.hasMomentum()) {
      notes.add("the momentum is the optimiser's own");
    }
    Plateau plateau = config.plateau();
    if (plateau.isOn()) {
      notes.add(
          "times %s whenever %s has stopped improving, which is not drawn"
              .formatted(plateau.factor(), plateau.metric().key()));
    }
    return notes;
  }
}
