package org.polyak.train.averaging;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many threads the networks that are in a round compute with, so that others take only cores
 * that are left over. Thread-safe.
 */
final class BusyThreads {

  /** Those of this process, whose replicas share its cores and know nothing of each other. */
  static final BusyThreads OF_PROCESS = new BusyThreads(Runtime.getRuntime().availableProcessors());

  private final int cores;
  private final AtomicInteger threads = new AtomicInteger();

  BusyThreads(int cores) {
    this.cores = cores;
  }

  void add(int more) {
    threads.addAndGet(more);
  }

  boolean isCoreFree() {
    return threads.get() < cores;
  }
}
