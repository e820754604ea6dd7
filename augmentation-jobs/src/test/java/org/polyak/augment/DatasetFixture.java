package org.polyak.augment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.polyak.pipeline.dataset.DatasetInfo;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.StageOutput;

/** Writes data sets of training images without the ingest stage, and without Spark. */
public final class DatasetFixture {

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message images {
            required binary id (STRING);
            required int32 label;
            required binary label_name (STRING);
            required int32 width;
            required int32 height;
            required binary format (STRING);
            required binary image;
            required binary sha256 (STRING);
          }
          """);

  private DatasetFixture() {}

  /** Writes a data set whose images have the shape of the first one. */
  public static void write(Path folder, List<String> labels, List<ImageRecord> images)
      throws IOException {
    Configuration hadoop = new Configuration();
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(folder.toUri());
    String file = DatasetSchema.folder(Split.TRAIN) + "/part-0.parquet";
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(root, file))
            .withConf(hadoop)
            .withType(SCHEMA)
            .build()) {
      SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
      for (ImageRecord image : images) {
        writer.write(
            groups
                .newGroup()
                .append("id", image.id())
                .append("label", image.label())
                .append("label_name", labels.get(image.label()))
                .append("width", image.width())
                .append("height", image.height())
                .append("format", image.format())
                .append("image", Binary.fromConstantByteArray(image.image()))
                .append("sha256", image.sha256()));
      }
    }
    DatasetInfo info =
        new DatasetInfo(
            DatasetInfo.SCHEMA,
            "fixture",
            images.isEmpty() ? 1 : images.get(0).width(),
            images.isEmpty() ? 1 : images.get(0).height(),
            labels,
            images.isEmpty()
                ? Map.of()
                : Map.of(
                    Split.TRAIN.key(), List.of(new DatasetInfo.DataFile(file, images.size()))));
    Statistics statistics =
        new Statistics(
            Map.of(),
            1,
            0.4734,
            0.2516,
            List.of(0.4914, 0.4822, 0.4465),
            List.of(0.247, 0.2435, 0.2616),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            null);
    Json.write(hadoop, new org.apache.hadoop.fs.Path(root, ImageDataset.INFO), info);
    Json.write(hadoop, new org.apache.hadoop.fs.Path(root, ImageDataset.STATISTICS), statistics);
    Json.write(hadoop, new org.apache.hadoop.fs.Path(root, StageOutput.MANIFEST), Json.object());
  }
}
