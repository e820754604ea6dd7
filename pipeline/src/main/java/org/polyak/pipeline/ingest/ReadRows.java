package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;

/**
 * Reads a task's pieces into rows of {@link ImageTable#SCHEMA}, one at a time, so that a task holds
 * one image whatever the size of the collection.
 */
record ReadRows(
    Broadcast<SerializableConfiguration> hadoop,
    Broadcast<IngestPlan> plan,
    ImageSettings settings,
    Skip skip,
    boolean whitening,
    TaskSums sums,
    LongAccumulator done)
    implements FlatMapFunction<ReadTask, Row> {

  @Override
  public Iterator<Row> call(ReadTask task) {
    IngestSums counted = new IngestSums(plan.value().labels().size());
    Intake intake = new Intake(plan.value(), settings, skip, counted, whitening);
    Rows rows = new Rows(task, hadoop.value().value(), intake, done);
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              rows.close();
              sums.add(new TaskSums.OfTask(context.partitionId(), counted));
            });
    return rows;
  }

  private static final class Rows implements Iterator<Row> {

    private final Iterator<ReadTask.Part> parts;
    private final Configuration hadoop;
    private final Intake intake;
    private final LongAccumulator done;
    private int container;
    private RawImages images;
    private Row next;

    Rows(ReadTask task, Configuration hadoop, Intake intake, LongAccumulator done) {
      this.parts = task.parts().iterator();
      this.hadoop = hadoop;
      this.intake = intake;
      this.done = done;
    }

    @Override
    public boolean hasNext() {
      try {
        while (next == null && (images != null || parts.hasNext())) {
          advance();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return next != null;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = next;
      next = null;
      return row;
    }

    private void advance() throws IOException {
      if (images == null) {
        ReadTask.Part part = parts.next();
        container = part.container();
        images = part.piece().open(hadoop);
      }
      RawImage raw = images.next();
      if (raw == null) {
        images.close();
        images = null;
      } else {
        next = intake.row(container, raw);
        if (next != null) {
          done.add(1);
        }
      }
    }

    void close() {
      if (images != null) {
        try {
          images.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
