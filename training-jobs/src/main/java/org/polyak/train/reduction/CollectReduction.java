package org.polyak.train.reduction;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Collects all replicas on the driver and averages there: one stage, so the least overhead. The
 * driver holds all of them at once.
 *
 * @param wire the format that they travel in
 */
public record CollectReduction(Wire wire) implements Reduction {

  @Override
  public <T extends Serializable> Reduced<T> reduce(
      JavaRDD<Contribution<T>> contributions, float[][] base) {
    Wire format = wire;
    List<Message<T>> messages =
        contributions.map(contribution -> Message.of(format, contribution)).collect().stream()
            .sorted(Comparator.comparingInt(Message::replica))
            .toList();
    float[][] means = new float[base.length][];
    for (int v = 0; v < base.length; v++) {
      WeightedSum sum = new WeightedSum(wire, base[v].length);
      for (Message<T> message : messages) {
        if (message.weight() > 0) {
          sum.add(message.weight(), message.vectors()[v], message.scales()[v]);
        }
      }
      means[v] = sum.mean();
      if (wire.isDifference()) {
        WeightedSum.addBase(means[v], 0, means[v].length, base[v]);
      }
    }
    return new Reduced<>(means, messages.stream().map(Message::note).toList());
  }

  /**
   * One replica, encoded. Java writes arrays of bytes in bulk.
   *
   * @param vectors empty if the weight is 0
   */
  private record Message<T extends Serializable>(
      int replica, long weight, byte[][] vectors, int[] scales, T note) implements Serializable {

    static <T extends Serializable> Message<T> of(Wire wire, Contribution<T> from) {
      int count = from.weight() == 0 ? 0 : from.vectors().length;
      byte[][] vectors = new byte[count][];
      int[] scales = new int[count];
      for (int v = 0; v < count; v++) {
        float[] vector = from.vectors()[v];
        scales[v] = wire.scale(vector, from.base()[v]);
        vectors[v] = wire.encode(vector, from.base()[v], scales[v], 0, vector.length);
      }
      return new Message<>(from.replica(), from.weight(), vectors, scales, from.note());
    }
  }
}
