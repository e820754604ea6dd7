package org.polyak.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.cli.CapturedRun;

/** What somebody sees first. */
class HelpTest {

  @Test
  void everyCommandIsSummedUpByASentence() {
    String help = CapturedRun.of("--help").out();
    String list =
        help.substring(help.indexOf("Commands:") + 9, help.indexOf("scripts/polyak quickstart"));
    List<String> summaries = new ArrayList<>();
    for (String line : list.strip().split("\\R", -1)) {
      if (line.matches(" {0,2}[a-z].*")) {
        summaries.add(line.strip());
      } else {
        int last = summaries.size() - 1;
        summaries.set(last, summaries.get(last) + " " + line.strip());
      }
    }
    assertThat(summaries)
        .hasSizeGreaterThan(10)
        .allSatisfy(summary -> assertThat(summary).matches("[a-z]+ +[A-Z].*\\."));
  }
}
