package org.polyak.pipeline.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.Failures;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Stage;
import org.polyak.pipeline.stage.Versions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the stages on the class path and turns failures into exit codes. */
@Command(
    name = "polyak",
    description = "From a folder of images to a judged model: ConvNets on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Polyak.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "scripts/polyak quickstart takes the whole road on a generated sample set.",
      "",
      "Exit codes: 0 done, 1 internal failure, 2 usage or configuration, 3 data,",
      "4 output conflict, 75 storage trouble worth a retry."
    })
public final class Polyak implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    StopNotice notice = StopNotice.install();
    int code = execute(arguments);
    if (notice.remove()) {
      SparkSessions.closeRunning();
      System.exit(code);
    }
  }

  /** Runs a command in this process and gives its exit code. */
  public static int execute(String... arguments) {
    try {
      return commandLine().execute(arguments);
    } catch (Error e) {
      // Out of memory, a class that is missing: picocli hands on exceptions only.
      return explain(e, Arrays.asList(arguments).contains("--verbose"));
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  static List<Stage> stages() {
    return ServiceLoader.load(Stage.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(Stage::order).thenComparing(Stage::name))
        .toList();
  }

  private static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Polyak());
    for (Stage stage : stages()) {
      line.addSubcommand(stage.name(), stage.command());
    }
    line.addSubcommand("run", new RunCommand());
    line.setParameterExceptionHandler(Polyak::explainUsage);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> explain(failure, isVerbose(parsed)));
    return line;
  }

  private static int explainUsage(ParameterException thrown, String[] arguments) {
    ParameterException failure = unknownFirst(thrown);
    System.err.println("polyak: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, System.err);
    System.err.printf(
        "Try '%s --help'.%n", failure.getCommandLine().getCommandSpec().qualifiedName());
    return ExitCode.USAGE.code();
  }

  /** A mistyped option is why the right one is missing. */
  private static ParameterException unknownFirst(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    boolean mistyped =
        failure instanceof MissingParameterException && !command.getUnmatchedArguments().isEmpty();
    return mistyped
        ? new UnmatchedArgumentException(command, command.getUnmatchedArguments())
        : failure;
  }

  private static int explain(Throwable failure, boolean verbose) {
    PolyakException known = Failures.explain(failure);
    System.err.println("polyak: " + known.getMessage());
    if (verbose) {
      failure.printStackTrace(System.err);
    } else if (known.exitCode() == ExitCode.INTERNAL) {
      System.err.println("Run it again with --verbose for the stack trace.");
    }
    return known.exitCode().code();
  }

  private static boolean isVerbose(CommandLine.ParseResult parsed) {
    return parsed.originalArgs().contains("--verbose");
  }

  /** The version line. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"polyak " + Versions.polyak()};
    }
  }
}
