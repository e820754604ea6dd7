package org.polyak.train.reduction;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Cuts the vectors into chunks; a shuffle brings one chunk of all replicas to one task, which
 * averages it (the reduce-scatter of collective communication). The driver gets averaged chunks
 * only and puts each where it belongs as it arrives, so it never holds more than one state beside
 * its own, however many replicas there are.
 *
 * @param wire the format that replicas travel in; averaged chunks travel in 32 bits
 * @param chunk numbers of a chunk; does not change the bits of the result
 */
public record ChunkReduction(Wire wire, int chunk) implements Reduction {

  private static final int LARGEST = 1 << 20;
  private static final int SMALLEST = 1 << 14;

  /**
   * With chunks that suit the number of replicas: a task that averages one holds it of all of them,
   * 64 MB in all.
   */
  public static ChunkReduction of(Wire wire, int replicas) {
    return new ChunkReduction(wire, Math.max(SMALLEST, Math.min(LARGEST, (1 << 24) / replicas)));
  }

  @Override
  public <T extends Serializable> Reduced<T> reduce(
      JavaRDD<Contribution<T>> contributions, float[][] base) {
    Wire format = wire;
    int size = chunk;
    List<Chunk> chunks = Chunk.cut(base, size);
    // The notes of the replicas come along behind the chunks. They can be large, so each goes
    // alone.
    int chunkCount = chunks.size();
    int count = chunkCount + contributions.getNumPartitions();
    JavaRDD<Part<T>> parts =
        contributions
            .flatMapToPair(contribution -> pieces(format, size, count, contribution))
            // An Integer's hash is the number itself: chunk k goes to partition k.
            .partitionBy(new HashPartitioner(count))
            .mapPartitionsWithIndex(
                (index, pieces) ->
                    ChunkReduction.<T>part(format, index, index >= chunkCount, pieces),
                false);
    Assembly<T> assembly = new Assembly<>(wire, chunks, base);
    Arrivals.forEach(parts, assembly::put);
    return assembly.reduced();
  }

  /** Chunks of one replica, encoded one by one, then its note. */
  private static <T extends Serializable> Iterator<Tuple2<Integer, Piece<T>>> pieces(
      Wire wire, int size, int count, Contribution<T> from) {
    List<Chunk> chunks = Chunk.cut(from.vectors(), size);
    int[] scales = new int[from.vectors().length];
    for (int v = 0; v < scales.length && from.weight() > 0; v++) {
      scales[v] = wire.scale(from.vectors()[v], from.base()[v]);
    }
    int place = chunks.size() + from.replica() % (count - chunks.size());
    Tuple2<Integer, Piece<T>> note =
        new Tuple2<>(place, new Piece<>(from.replica(), 0, null, 0, from.note()));
    return from.weight() == 0
        ? List.of(note).iterator()
        : Stream.concat(
                IntStream.range(0, chunks.size())
                    .mapToObj(
                        k ->
                            new Tuple2<>(
                                k, ChunkReduction.piece(wire, from, chunks.get(k), scales))),
                Stream.of(note))
            .iterator();
  }

  private static <T extends Serializable> Piece<T> piece(
      Wire wire, Contribution<T> from, Chunk at, int[] scales) {
    int v = at.vector();
    byte[] bytes =
        wire.encode(from.vectors()[v], from.base()[v], scales[v], at.offset(), at.length());
    return new Piece<>(from.replica(), from.weight(), bytes, scales[v], null);
  }

  private static <T extends Serializable> Iterator<Part<T>> part(
      Wire wire, int index, boolean isNotes, Iterator<Tuple2<Integer, Piece<T>>> pieces) {
    List<Piece<T>> sorted = new ArrayList<>();
    pieces.forEachRemaining(pair -> sorted.add(pair._2()));
    sorted.sort(Comparator.comparingInt(Piece::replica));
    if (isNotes) {
      return sorted.stream()
          .map(piece -> new Part<>(index, null, piece.replica(), piece.note()))
          .iterator();
    }
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("Cannot average: no replica has seen an example");
    }
    WeightedSum sum = new WeightedSum(wire, sorted.get(0).bytes().length / wire.bytes());
    for (int i = 0; i < sorted.size(); i++) {
      Piece<T> piece = sorted.set(i, null);
      sum.add(piece.weight(), piece.bytes(), piece.scale());
    }
    float[] mean = sum.mean();
    byte[] bytes = Wire.FLOAT32.encode(mean, null, 0, 0, mean.length);
    return List.of(new Part<T>(index, bytes, 0, null)).iterator();
  }

  /** One chunk of one replica, or its note. */
  private record Piece<T extends Serializable>(
      int replica, long weight, byte[] bytes, int scale, T note) implements Serializable {}

  /** One averaged chunk, or the note of a replica. */
  private record Part<T extends Serializable>(int chunk, byte[] mean, int replica, T note)
      implements Serializable {}

  /** Where the parts come together, in whatever order they arrive. */
  private static final class Assembly<T extends Serializable> {

    private final Wire wire;
    private final List<Chunk> chunks;
    private final float[][] base;
    private final float[][] means;
    private final SortedMap<Integer, T> notes = new TreeMap<>();

    Assembly(Wire wire, List<Chunk> chunks, float[][] base) {
      this.wire = wire;
      this.chunks = chunks;
      this.base = base;
      this.means = new float[base.length][];
      for (int v = 0; v < base.length; v++) {
        means[v] = new float[base[v].length];
      }
    }

    void put(Part<T> part) {
      if (part.chunk() >= chunks.size()) {
        notes.put(part.replica(), part.note());
        return;
      }
      Chunk at = chunks.get(part.chunk());
      Wire.decode(part.mean(), means[at.vector()], at.offset());
      if (wire.isDifference()) {
        WeightedSum.addBase(means[at.vector()], at.offset(), at.length(), base[at.vector()]);
      }
    }

    Reduced<T> reduced() {
      return new Reduced<>(means, List.copyOf(notes.values()));
    }
  }
}
