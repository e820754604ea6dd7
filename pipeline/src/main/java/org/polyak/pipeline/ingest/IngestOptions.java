package org.polyak.pipeline.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageIdentity;

/**
 * What an ingest was asked for.
 *
 * @param format one of {@link Formats#names()}
 * @param source raw images and what the user says of them
 * @param output the data set's folder
 * @param validation how many training images are set aside
 * @param folds of cross-validation
 * @param skip inputs that are left out
 * @param maxRejected how many inputs may end in the quarantine
 * @param images how encoded images are read and kept
 * @param meanImage side of the mean image of photographs, in pixels; 0 for none
 * @param whitening whether principal components of the training images are computed
 * @param overwrite whether a data set that was made differently may be replaced
 */
record IngestOptions(
    String format,
    SourceOptions source,
    Path output,
    ValidationShare validation,
    Folds folds,
    Skip skip,
    MaxRejected maxRejected,
    ImageSettings images,
    int meanImage,
    boolean whitening,
    boolean overwrite) {

  /**
   * Checks that neither of input and output holds the other: the data set would be read as raw
   * images by the next ingest, or put in place of them.
   *
   * @throws PolyakException if one does
   */
  void checkApart(Configuration hadoop) throws IOException {
    Path from = source.input().getFileSystem(hadoop).makeQualified(source.input());
    Path to = output.getFileSystem(hadoop).makeQualified(output);
    if (holds(from, to) || holds(to, from)) {
      throw PolyakException.usage(
          "--output %s and --input %s: one lies in the other; choose an output beside the input",
          output, source.input());
    }
  }

  /** Whether a path is a folder, or lies below it. */
  private static boolean holds(Path folder, Path path) {
    for (Path above = path; above != null; above = above.getParent()) {
      if (above.equals(folder)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What decides the data set. How many inputs may be rejected is not part of it: that decides
   * whether there is a data set, not what is in it.
   *
   * @param formatFound the layout's name
   * @param inputs fingerprint of the collection
   */
  StageIdentity identity(String formatFound, ObjectNode inputs) {
    ObjectNode json = Json.object();
    json.put("format", formatFound);
    json.put("labels", source.labels());
    json.put("split", source.split().key());
    json.put("pad", source.pad());
    json.put("image-column", source.imageColumn());
    json.put("label-column", source.labelColumn());
    json.put("validation", validation.text());
    if (folds.given()) {
      json.put("folds", folds.count());
      json.put("fold", folds.fold());
    }
    json.set("skip", Json.tree(skip.patterns()));
    json.set("images", images.json());
    json.put("mean-image", meanImage);
    json.put("whitening", whitening);
    return new StageIdentity("ingest", inputs, json);
  }
}
