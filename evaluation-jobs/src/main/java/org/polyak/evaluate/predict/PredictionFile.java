package org.polyak.evaluate.predict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.polyak.pipeline.dataset.ParquetFailure;
import org.polyak.pipeline.dataset.RepeatableFile;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.WholeFile;

/**
 * The predictions of a slice as a Parquet file: a row for each image, model and crop set, those of
 * an image side by side.
 */
final class PredictionFile {

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message prediction {
            required binary id (STRING);
            required int32 label;
            required int32 width;
            required int32 height;
            required binary model (STRING);
            required binary crops (STRING);
            required group probabilities (LIST) {
              repeated group list { required float element; }
            }
          }
          """);

  private static final String ADVICE = "predict again without --predictions";

  private PredictionFile() {}

  /** Writes a file aside and moves it into place; gives the number of images. */
  static long write(
      Configuration hadoop, Path file, Columns columns, Iterator<Prediction> predictions)
      throws IOException {
    FileSystem fs = file.getFileSystem(hadoop);
    Path aside = new Path(file.getParent(), "_incomplete-" + file.getName());
    long images = 0;
    RepeatableFile out = new RepeatableFile(HadoopOutputFile.fromPath(aside, hadoop));
    try {
      try (ParquetWriter<PredictionWriteSupport.Row> writer =
          new Builder(out, columns)
              .withConf(hadoop)
              .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
              .withCompressionCodec(CompressionCodecName.SNAPPY)
              // Hardly two are equal.
              .withDictionaryEncoding("probabilities.list.element", false)
              .withDictionaryEncoding("id", columns.count() > 1)
              .build()) {
        while (predictions.hasNext()) {
          Prediction prediction = predictions.next();
          for (int column = 0; column < columns.count(); column++) {
            writer.write(new PredictionWriteSupport.Row(prediction, column));
          }
          images++;
        }
        out.end();
      }
      fs.delete(file, false);
      WholeFile.move(fs, aside, file);
    } finally {
      fs.delete(aside, false);
    }
    return images;
  }

  private static final class Builder
      extends ParquetWriter.Builder<PredictionWriteSupport.Row, Builder> {

    private final Columns columns;

    Builder(OutputFile file, Columns columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<PredictionWriteSupport.Row> getWriteSupport(Configuration hadoop) {
      return new PredictionWriteSupport(SCHEMA, columns);
    }
  }

  /**
   * Reads a file.
   *
   * @throws PolyakException if it is damaged or holds other columns
   */
  static List<Prediction> read(Configuration hadoop, Path file, Columns columns)
      throws IOException {
    List<Prediction> predictions = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      Group row = reader.read();
      while (row != null) {
        float[][] probabilities = new float[columns.count()][];
        Group first = row;
        for (int column = 0; column < columns.count(); column++) {
          check(file, columns, column, first, row);
          probabilities[column] = probabilities(row);
          row = reader.read();
        }
        predictions.add(
            new Prediction(
                first.getString("id", 0),
                first.getInteger("label", 0),
                first.getInteger("width", 0),
                first.getInteger("height", 0),
                probabilities));
      }
    } catch (PolyakException e) {
      throw e;
    } catch (RuntimeException | IOException e) {
      throw ParquetFailure.storage(file.toString(), ADVICE, e);
    }
    return predictions;
  }

  private static void check(Path file, Columns columns, int column, Group first, Group row) {
    String found =
        row == null
            ? "the end of the file"
            : "%s, %s, of image %s"
                .formatted(
                    row.getString("model", 0), row.getString("crops", 0), row.getString("id", 0));
    String expected =
        "%s, %s, of image %s"
            .formatted(columns.model(column), columns.test(column), first.getString("id", 0));
    if (!found.equals(expected)) {
      throw PolyakException.data(
          "%s: expected the prediction of %s, found %s; %s", file, expected, found, ADVICE);
    }
  }

  private static float[] probabilities(Group row) {
    Group list = row.getGroup("probabilities", 0);
    float[] values = new float[list.getFieldRepetitionCount("list")];
    for (int c = 0; c < values.length; c++) {
      values[c] = list.getGroup("list", c).getFloat("element", 0);
    }
    return values;
  }
}
