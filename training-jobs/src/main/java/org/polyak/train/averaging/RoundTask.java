package org.polyak.train.averaging;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.train.data.Slice;

/**
 * One replica's part of a round, as a Spark task over its slice. Running it twice gives the same
 * result twice.
 *
 * @param spec the run
 * @param start the averaged state
 * @param epoch epochs completed before
 * @param round round of the epoch, from 0
 */
record RoundTask(TrainingSpec spec, Broadcast<ReplicaState> start, int epoch, int round)
    implements FlatMapFunction<Iterator<Slice>, RoundResult> {

  @Override
  public Iterator<RoundResult> call(Iterator<Slice> slices) {
    Slice slice = slices.next();
    long began = System.nanoTime();
    Replica replica = WarmReplicas.take(spec, slice.number());
    RoundResult result;
    try {
      double prepared = (System.nanoTime() - began) / 1e9;
      result = replica.run(start.value(), epoch, round, slice.images(), prepared);
    } catch (RuntimeException | Error e) {
      // What failed half-way may hold a broken native state: the next attempt makes its own.
      replica.close();
      throw e;
    }
    WarmReplicas.putBack(spec, slice.number(), replica);
    return List.of(result).iterator();
  }
}
