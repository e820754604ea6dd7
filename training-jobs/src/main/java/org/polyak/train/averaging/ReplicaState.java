package org.polyak.train.averaging;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * All that training changes: parameters, updater state and the running statistics of batch
 * normalisation. Travels as bulk bytes, little-endian.
 */
public final class ReplicaState implements Externalizable {

  private static final long serialVersionUID = 1L;

  /** Numbers that are turned into bytes at once, so that no second copy of a vector is made. */
  private static final int BLOCK = 1 << 14;

  private float[] parameters;
  private float[] updater;
  private float[] statistics;

  /** For deserialisation only. */
  public ReplicaState() {
    this(new float[0], new float[0], new float[0]);
  }

  /** Takes the arrays without copying them. */
  public ReplicaState(float[] parameters, float[] updater, float[] statistics) {
    this.parameters = parameters;
    this.updater = updater;
    this.statistics = statistics;
  }

  /** The parameters themselves, not a copy. */
  public float[] parameters() {
    return parameters;
  }

  /** The updater state itself, not a copy. */
  public float[] updater() {
    return updater;
  }

  /** The running statistics themselves, not a copy. */
  public float[] statistics() {
    return statistics;
  }

  /** A copy that can be changed apart. */
  public ReplicaState copy() {
    return new ReplicaState(parameters.clone(), updater.clone(), statistics.clone());
  }

  /** Number of bytes that travel. */
  public long bytes() {
    return 4L * (parameters.length + updater.length + statistics.length);
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    write(out, parameters);
    write(out, updater);
    write(out, statistics);
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    parameters = read(in);
    updater = read(in);
    statistics = read(in);
  }

  private static void write(ObjectOutput out, float[] values) throws IOException {
    ByteBuffer bytes = block(values);
    out.writeInt(values.length);
    for (int first = 0; first < values.length; first += BLOCK) {
      int length = Math.min(BLOCK, values.length - first);
      bytes.asFloatBuffer().put(values, first, length);
      out.write(bytes.array(), 0, Float.BYTES * length);
    }
  }

  private static float[] read(ObjectInput in) throws IOException {
    float[] values = new float[in.readInt()];
    ByteBuffer bytes = block(values);
    for (int first = 0; first < values.length; first += BLOCK) {
      int length = Math.min(BLOCK, values.length - first);
      in.readFully(bytes.array(), 0, Float.BYTES * length);
      bytes.asFloatBuffer().get(values, first, length);
    }
    return values;
  }

  private static ByteBuffer block(float[] values) {
    return ByteBuffer.allocate(Float.BYTES * Math.min(BLOCK, values.length))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
