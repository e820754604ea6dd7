package org.polyak.train.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.polyak.pipeline.digest.Sha256;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.average.TimeAverage;
import org.polyak.train.average.TimeAverageKind;
import org.polyak.train.average.TimeAverages;
import org.polyak.train.averaging.AveragingMemory;
import org.polyak.train.averaging.ReplicaState;

/**
 * The bytes of a snapshot: {@code PLYKSNAP}, format version (int32), header length (int32), header
 * (JSON, UTF-8), then vectors, then the SHA-256 of all before it. A vector is its length (int32)
 * and float32 values. They are parameters, updater state and statistics of the average; from
 * version 2 on then the momentum of the outer step, the number of replicas that have a state of
 * their own (int32), and parameters, updater state and statistics of each, what is not kept being
 * of length 0; from version 3 on then the number of averages over time (int32), and of each its
 * name (length as int16, UTF-8), weight (float64, big-endian) and vector. Numbers are little-endian
 * except the int32s, which are big-endian.
 */
final class SnapshotFile {

  private static final byte[] MAGIC = "PLYKSNAP".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 3;
  private static final int DIGEST = 32;

  private SnapshotFile() {}

  static byte[] bytes(Snapshot snapshot) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeInt(VERSION);
      byte[] header = Json.text(snapshot.header()).getBytes(StandardCharsets.UTF_8);
      out.writeInt(header.length);
      out.write(header);
      write(out, snapshot.state());
      write(out, snapshot.memory().outer());
      out.writeInt(snapshot.memory().replicas().size());
      for (ReplicaState replica : snapshot.memory().replicas()) {
        write(out, replica);
      }
      out.writeInt(snapshot.averages().averages().size());
      for (TimeAverage average : snapshot.averages().averages()) {
        out.writeUTF(average.kind().key());
        out.writeDouble(average.weight());
        write(out, average.parameters());
      }
      out.flush();
      out.write(sha256(bytes.toByteArray(), bytes.size()));
    }
    return bytes.toByteArray();
  }

  /**
   * @throws DamagedSnapshotException if the bytes are not a whole snapshot
   */
  static Snapshot parse(byte[] bytes) throws IOException {
    if (bytes.length < MAGIC.length + 8 + DIGEST
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new DamagedSnapshotException("not a snapshot, or cut short");
    }
    int end = bytes.length - DIGEST;
    if (!Arrays.equals(sha256(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new DamagedSnapshotException("its content does not match its checksum");
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, MAGIC.length, end - MAGIC.length))) {
      int version = in.readInt();
      if (version < 1 || version > VERSION) {
        throw new DamagedSnapshotException(
            "format version %d, this Polyak reads 1 to %d".formatted(version, VERSION));
      }
      byte[] header = in.readNBytes(in.readInt());
      return new Snapshot(
          Json.value(Json.parse("snapshot header", header), Snapshot.Header.class),
          state(in),
          version == 1 ? AveragingMemory.NONE : memory(in),
          version < 3 ? TimeAverages.NONE : averages(in));
    }
  }

  private static AveragingMemory memory(DataInputStream in) throws IOException {
    float[] outer = read(in);
    ReplicaState[] replicas = new ReplicaState[in.readInt()];
    for (int r = 0; r < replicas.length; r++) {
      replicas[r] = state(in);
    }
    return new AveragingMemory(outer, List.of(replicas));
  }

  private static TimeAverages averages(DataInputStream in) throws IOException {
    TimeAverage[] averages = new TimeAverage[in.readInt()];
    for (int a = 0; a < averages.length; a++) {
      averages[a] = new TimeAverage(TimeAverageKind.ofKey(in.readUTF()), in.readDouble(), read(in));
    }
    return new TimeAverages(List.of(averages));
  }

  private static ReplicaState state(DataInputStream in) throws IOException {
    return new ReplicaState(read(in), read(in), read(in));
  }

  private static void write(DataOutputStream out, ReplicaState state) throws IOException {
    write(out, state.parameters());
    write(out, state.updater());
    write(out, state.statistics());
  }

  /** Parameters {@code from} to {@code to - 1}, without a look at the rest. */
  static float[] parameters(FSDataInputStream in, int from, int to) throws IOException {
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new DamagedSnapshotException("not a snapshot, or cut short");
    }
    int version = in.readInt();
    if (version < 1 || version > VERSION) {
      throw new DamagedSnapshotException(
          "format version %d, this Polyak reads %d".formatted(version, VERSION));
    }
    int header = in.readInt();
    in.seek(in.getPos() + header);
    int count = in.readInt();
    if (to > count) {
      throw new DamagedSnapshotException("%d parameters, expected %d".formatted(count, to));
    }
    in.seek(in.getPos() + (long) Float.BYTES * from);
    byte[] bytes = new byte[Float.BYTES * (to - from)];
    in.readFully(bytes);
    float[] values = new float[to - from];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static void write(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    out.write(buffer.array());
  }

  private static float[] read(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    byte[] bytes = in.readNBytes(4 * values.length);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static byte[] sha256(byte[] bytes, int length) {
    MessageDigest digest = Sha256.start();
    digest.update(bytes, 0, length);
    return digest.digest();
  }
}
