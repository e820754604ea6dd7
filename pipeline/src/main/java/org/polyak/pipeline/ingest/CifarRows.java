package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;

/**
 * Turns a place of {@link CifarInput} into rows of {@link ImageTable#SCHEMA}, leaving rejected
 * records out. Records are read as they are asked for, so that a task holds one at a time.
 */
record CifarRows(Broadcast<SerializableConfiguration> hadoop, IngestPlan plan, LongAccumulator done)
    implements FlatMapFunction<String, Row> {

  @Override
  public Iterator<Row> call(String place) throws IOException {
    Members members = Members.open(hadoop.value().value(), place);
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              try {
                members.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return new Rows(members, plan, done);
  }

  /** The row of a record whose label is in range. */
  static Row row(IngestPlan plan, String batch, long index, byte[] record) {
    String id = CifarFormat.id(batch, index);
    Split split = plan.split(batch, index);
    int label = CifarFormat.label(record);
    byte[] raster = CifarFormat.raster(record);
    String key = HashOrder.key(id);
    return RowFactory.create(
        split.key(),
        HashOrder.file(key, plan.files(split)),
        key,
        id,
        label,
        plan.labels().get(label),
        CifarFormat.SIZE,
        CifarFormat.SIZE,
        ImageRecord.RGB8,
        raster,
        Digests.sha256Hex(raster));
  }

  /** The rows of all batches at a place. */
  private static final class Rows implements Iterator<Row> {

    private final Members members;
    private final IngestPlan plan;
    private final LongAccumulator done;
    private final byte[] record = new byte[CifarFormat.RECORD_BYTES];
    private Members.Member batch;
    private long index;
    private Row next;

    Rows(Members members, IngestPlan plan, LongAccumulator done) throws IOException {
      this.members = members;
      this.plan = plan;
      this.done = done;
      this.batch = nextBatch();
      this.next = read();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Row next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      Row row = next;
      done.add(1);
      try {
        next = read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return row;
    }

    private Row read() throws IOException {
      while (batch != null) {
        // The survey has checked the length; a file that changed since fails the count of rows.
        if (batch.content().readNBytes(record, 0, record.length) < record.length) {
          batch = nextBatch();
          index = 0;
        } else {
          long position = index++;
          if (CifarFormat.label(record) < CifarFormat.CLASSES) {
            return row(plan, CifarFormat.batchOf(batch.name()), position, record);
          }
        }
      }
      return null;
    }

    private Members.Member nextBatch() throws IOException {
      Members.Member member = members.next();
      while (member != null && !CifarFormat.isBatchFile(member.name())) {
        member = members.next();
      }
      return member;
    }
  }
}
