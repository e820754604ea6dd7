package org.polyak.evaluate.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.polyak.evaluate.report.HtmlPage;
import org.polyak.pipeline.cli.CommonOptions;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polyak compare}. */
@Command(
    name = "compare",
    description = "Puts runs and reports side by side: errors, learning curves, settings.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN|REPORT",
      description = "folders made by polyak train or polyak evaluate, two or more")
  private List<String> folders;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "an HTML page, such as compare.html")
  private String output;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    if (folders.size() < 2) {
      throw PolyakException.usage("compare: expected two folders or more, found %s", folders);
    }
    Configuration hadoop = common.hadoop();
    List<Compared> all = new ArrayList<>();
    for (String folder : folders) {
      all.add(Compared.open(hadoop, folder, name(folder)));
    }
    Comparison comparison = new Comparison(List.copyOf(all));
    comparison.lines().forEach(System.out::println);
    if (output != null) {
      Path file = new Path(output);
      if (file.getFileSystem(hadoop).exists(file) && !common.overwrite()) {
        throw PolyakException.conflict("%s exists; choose another output, or --overwrite", file);
      }
      String page = HtmlPage.render("compare", "Comparison", comparison.json());
      WholeFile.write(hadoop, file, page.getBytes(StandardCharsets.UTF_8));
      System.out.printf("  page: %s%n", file);
    }
    return ExitCode.OK.code();
  }

  /** The shortest end of the path that no other folder has. */
  private String name(String folder) {
    String[] parts = folder.replaceAll("/+$", "").split("/", -1);
    for (int length = 1; length < parts.length; length++) {
      String end = String.join("/", List.of(parts).subList(parts.length - length, parts.length));
      long same =
          folders.stream()
              .filter(other -> ("/" + other.replaceAll("/+$", "")).endsWith("/" + end))
              .count();
      if (same == 1) {
        return end;
      }
    }
    return folder;
  }
}
