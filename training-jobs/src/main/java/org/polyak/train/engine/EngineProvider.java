package org.polyak.train.engine;

import java.util.Optional;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.loss.Loss;
import org.polyak.train.network.Network;

/**
 * Makes engines of one kind; found through {@code
 * META-INF/services/org.polyak.train.engine.EngineProvider}.
 */
public interface EngineProvider {

  /** The name in a recipe. */
  String name();

  /** Where {@code auto} looks first: the provider with the smallest preference that loads. */
  int preference();

  /**
   * Checks by a small computation whether this engine works here and fast.
   *
   * @throws PolyakException if it cannot be loaded, saying why and what to do
   */
  Probe probe(int threads);

  /**
   * Whether this engine computes a network.
   *
   * @throws PolyakException naming the first node and layer that it does not compute
   */
  default void check(Network network) {}

  /**
   * Whether this engine trains in a type on this machine.
   *
   * @throws PolyakException saying what is missing
   */
  default void check(ComputeType compute) {
    if (compute != ComputeType.FLOAT32) {
      throw PolyakException.usage(
          "training.compute: the engine %s computes in %s, not in %s",
          name(), ComputeType.FLOAT32.key(), compute.key());
    }
  }

  /**
   * Whether this engine trains a network in a type on this machine.
   *
   * @throws PolyakException naming the first node and layer that it does not compute, or saying
   *     what is missing
   */
  default void check(Network network, ComputeType compute) {
    check(network);
    check(compute);
  }

  /** Whether there are machines on which {@link #check(ComputeType)} passes. */
  default boolean offers(ComputeType compute) {
    return compute == ComputeType.FLOAT32;
  }

  /**
   * A new engine that computes in float32.
   *
   * @param loss of a training pass
   * @param threads threads of its computations
   * @throws PolyakException naming node and layer if it does not compute a layer
   */
  Engine create(Network network, Loss loss, int threads);

  /**
   * A new engine.
   *
   * @param loss of a training pass
   * @param compute what training passes compute in
   * @param threads threads of its computations
   * @throws PolyakException naming node and layer if it does not compute a layer, or saying what is
   *     missing for the type
   */
  default Engine create(Network network, Loss loss, ComputeType compute, int threads) {
    check(network, compute);
    return create(network, loss, threads);
  }

  /** Whether it computes on GPUs, with a build for them. */
  default boolean runsOnGpus() {
    return false;
  }

  /** Whether {@link Engine#imageGradient} is offered. */
  default boolean givesImageGradients() {
    return true;
  }

  /** What the user should know of how this engine computes a network; empty if nothing. */
  default Optional<String> note(Network network) {
    return Optional.empty();
  }

  /**
   * What a probe found.
   *
   * @param fast whether the native fast path is active
   * @param description library, version, instruction set, threads; if it is slow, what to do
   */
  record Probe(boolean fast, String description) {}
}
