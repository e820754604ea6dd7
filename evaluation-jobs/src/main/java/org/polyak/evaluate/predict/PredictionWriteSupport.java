package org.polyak.evaluate.predict;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * Writes the columns of predictions, each a row, without an object for each probability: networks
 * of a thousand classes give millions of these.
 */
final class PredictionWriteSupport extends WriteSupport<PredictionWriteSupport.Row> {

  private final MessageType schema;
  private final Columns columns;
  private RecordConsumer consumer;

  /** One column of a prediction. */
  record Row(Prediction prediction, int column) {}

  PredictionWriteSupport(MessageType schema, Columns columns) {
    this.schema = schema;
    this.columns = columns;
  }

  @Override
  public WriteContext init(Configuration hadoop) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(Row row) {
    Prediction prediction = row.prediction();
    consumer.startMessage();
    text(0, "id", prediction.id());
    number(1, "label", prediction.label());
    number(2, "width", prediction.width());
    number(3, "height", prediction.height());
    text(4, "model", columns.model(row.column()));
    text(5, "crops", columns.test(row.column()).toString());
    consumer.startField("probabilities", 6);
    consumer.startGroup();
    consumer.startField("list", 0);
    for (float probability : prediction.probabilities()[row.column()]) {
      consumer.startGroup();
      consumer.startField("element", 0);
      consumer.addFloat(probability);
      consumer.endField("element", 0);
      consumer.endGroup();
    }
    consumer.endField("list", 0);
    consumer.endGroup();
    consumer.endField("probabilities", 6);
    consumer.endMessage();
  }

  private void text(int index, String name, String value) {
    consumer.startField(name, index);
    consumer.addBinary(Binary.fromString(value));
    consumer.endField(name, index);
  }

  private void number(int index, String name, int value) {
    consumer.startField(name, index);
    consumer.addInteger(value);
    consumer.endField(name, index);
  }
}
