package org.polyak.train.averaging;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.train.data.Slice;
import org.polyak.train.device.AssignedDevice;
import org.polyak.train.reduction.Contribution;

/**
 * One replica's part of a round, as a Spark task over its slice. Running it twice gives the same
 * result twice.
 *
 * @param spec the run
 * @param shared the state that all replicas get
 * @param own what each replica has of its own, in replica order; none if they have nothing
 * @param epoch epochs completed before
 * @param round round of the epoch, from 0
 */
record RoundTask(
    TrainingSpec spec,
    Broadcast<ReplicaState> shared,
    List<Broadcast<ReplicaState>> own,
    int epoch,
    int round)
    implements FlatMapFunction<Iterator<Slice>, Contribution<RoundReport>> {

  @Override
  public Iterator<Contribution<RoundReport>> call(Iterator<Slice> slices) {
    long began = System.nanoTime();
    Slice slice = slices.next();
    int number = slice.number();
    Exchange exchange = new Exchange(spec.config());
    ReplicaState mine = own.isEmpty() ? new ReplicaState() : own.get(number).value();
    ReplicaState start = exchange.start(shared.value(), mine);
    RoundResult result = run(slice, start, began);
    return List.of(exchange.contribution(shared.value(), result)).iterator();
  }

  private RoundResult run(Slice slice, ReplicaState start, long began) {
    Replica replica =
        WarmReplicas.take(spec, slice.number(), AssignedDevice.bind(spec.config().devices()));
    RoundResult result;
    try {
      double prepared = (System.nanoTime() - began) / 1e9;
      result = replica.run(spec, start, epoch, round, slice, prepared);
    } catch (RuntimeException | Error e) {
      // What failed half-way may hold a broken native state: the next attempt makes its own.
      replica.close();
      throw e;
    }
    WarmReplicas.putBack(spec, slice.number(), replica);
    return result;
  }
}
