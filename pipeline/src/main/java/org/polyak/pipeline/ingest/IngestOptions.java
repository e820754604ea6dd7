package org.polyak.pipeline.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageIdentity;

/**
 * What an ingest was asked for.
 *
 * @param format one of {@link #FORMATS}
 * @param input raw images
 * @param output the data set's folder
 * @param validation how many training images are set aside
 * @param maxRejected how many records may be left out
 * @param overwrite whether a data set that was made differently may be replaced
 */
record IngestOptions(
    String format,
    Path input,
    Path output,
    ValidationShare validation,
    int maxRejected,
    boolean overwrite) {

  /** The formats of raw images that can be read. */
  static final List<String> FORMATS = List.of("cifar10");

  /**
   * What decides the data set. The number of records that may be left out is not part of it: it
   * decides whether there is a data set, not what is in it.
   */
  StageIdentity identity(CifarSurvey survey, long validationImages) {
    ObjectNode configuration = Json.object();
    configuration.put("format", format);
    configuration.put("validation", validationImages);
    return new StageIdentity("ingest", survey.fingerprint(), configuration);
  }
}
