package org.polyak.evaluate.field;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.EvaluatedRun;
import org.polyak.evaluate.predict.Model;
import org.polyak.evaluate.report.CandidateKind;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageIdentity;
import org.polyak.pipeline.stage.StageOutput;
import org.polyak.train.run.RunFolder;
import org.polyak.train.snapshot.Snapshot;

/** Means of weights, written as runs of one snapshot, which any command takes as a run. */
public final class AverageRuns {

  private AverageRuns() {}

  /**
   * Writes every averaged model of a field.
   *
   * @param folder receives a run for each, named as the model
   */
  public static void write(Configuration hadoop, Path folder, List<EvaluatedRun> runs, Field field)
      throws IOException {
    for (Contender contender : field.contenders()) {
      if (contender.kind() == CandidateKind.AVERAGED_WEIGHTS) {
        int sets = field.cropSets();
        int column = contender.combination().columns().get(0);
        Model model = field.models().get(column / sets);
        if (column % sets == 0) {
          write(hadoop, folder, runs.get(model.run()), model, contender.members());
        }
      }
    }
  }

  private static void write(
      Configuration hadoop, Path folder, EvaluatedRun run, Model model, List<String> members)
      throws IOException {
    RunFolder target =
        new RunFolder(hadoop, new Path(folder, model.name().replaceAll("[^A-Za-z0-9._-]+", "-")));
    target.begin(run.description());
    // The matrix of a run that whitens its images.
    Path matrix = new Path(run.folder().path(), "whitening.bin");
    FileSystem fs = matrix.getFileSystem(hadoop);
    if (fs.exists(matrix)) {
      FileUtil.copy(fs, matrix, folder.getFileSystem(hadoop), target.path(), false, hadoop);
    }
    Snapshot last = run.snapshot(run.lastEpoch());
    target.snapshots().write(new Snapshot(last.header(), model.state()));
    target.writeHistory(last.header().history());
    ObjectNode metrics = Json.object();
    metrics.set("averaged", Json.tree(members));
    target.complete(
        metrics,
        StageOutput.manifest(
            new StageIdentity("average", run.description().identity(), metrics),
            Json.object(),
            Instant.now()));
  }
}
