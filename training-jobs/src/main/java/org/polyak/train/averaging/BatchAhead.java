package org.polyak.train.averaging;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.Batch;

/**
 * The batches of a round, in the order of steps. While the network computes one, the next one is
 * made by a thread of its own, if a core is free for it; otherwise it is made when it is asked for,
 * and nothing else than that is done. One batch is ready at most. What is in a batch does not
 * depend on who makes it, nor when. Keeps its buffers, of which the second is made when it is first
 * needed; to be used by one thread.
 */
final class BatchAhead implements AutoCloseable {

  /** Makes the batch of a step in buffers that are not read or written by anybody else then. */
  @FunctionalInterface
  interface Maker {
    Batch make(int step, float[] images, float[] targets);
  }

  private final int imageValues;
  private final int targetValues;
  private final BusyThreads busy;
  private final int threads;
  private final float[][] images = new float[2][];
  private final float[][] targets = new float[2][];

  /** Null until there is something for it to do. */
  private ExecutorService worker;

  /** Null between rounds. */
  private Maker maker;

  private int last;

  /** Which buffers the batch that was given last is in. */
  private int current;

  /** The batch in the other buffers; null if none is being made. */
  private Future<Batch> pending;

  /**
   * @param imageValues of the largest batch
   * @param targetValues of the largest batch
   * @param busy the threads of all networks in this process
   * @param threads that the network of these batches computes with
   */
  BatchAhead(int imageValues, int targetValues, BusyThreads busy, int threads) {
    this.imageValues = imageValues;
    this.targetValues = targetValues;
    this.busy = busy;
    this.threads = threads;
  }

  /**
   * Begins a round.
   *
   * @param source makes its batches
   * @param end the step after the last one
   */
  void begin(Maker source, int end) {
    if (maker != null) {
      throw new IllegalStateException("The round before has not ended");
    }
    maker = source;
    last = end;
    busy.add(threads);
  }

  /**
   * The batch of a step, valid until the next one is asked for.
   *
   * @param step one more than at the last call
   */
  Batch next(int step) {
    Batch batch;
    if (pending == null) {
      batch = make(step, current);
    } else {
      Future<Batch> made = pending;
      pending = null;
      batch = finished(made);
      current = 1 - current;
    }
    if (step + 1 < last && busy.isCoreFree()) {
      int other = 1 - current;
      if (worker == null) {
        worker = Executors.newSingleThreadExecutor(BatchAhead::daemon);
      }
      pending = worker.submit(() -> make(step + 1, other));
    }
    return batch;
  }

  /** Ends a round, also one that failed. */
  void end() {
    if (maker != null) {
      busy.add(-threads);
      maker = null;
    }
    if (pending != null) {
      // The buffers are in use until it is done; what it makes, or fails with, nobody wants.
      Future<Batch> unwanted = pending;
      pending = null;
      try {
        finished(unwanted);
      } catch (RuntimeException | Error e) {
        unwanted.cancel(true);
      }
    }
  }

  @Override
  public void close() {
    end();
    if (worker != null) {
      worker.shutdown();
    }
  }

  private Batch make(int step, int buffer) {
    if (images[buffer] == null) {
      images[buffer] = new float[imageValues];
      targets[buffer] = new float[targetValues];
    }
    return maker.make(step, images[buffer], targets[buffer]);
  }

  /** Waits, through interruptions, since the buffers are in use; then fails as the maker did. */
  private static Batch finished(Future<Batch> batch) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return batch.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          }
          if (e.getCause() instanceof Error failure) {
            throw failure;
          }
          throw PolyakException.internal(e, "A batch could not be made: %s", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "next-batch");
    thread.setDaemon(true);
    return thread;
  }
}
