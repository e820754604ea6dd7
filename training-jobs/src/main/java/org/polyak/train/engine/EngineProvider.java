package org.polyak.train.engine;

import org.polyak.pipeline.error.PolyakException;
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
   * A new engine.
   *
   * @param threads threads of its computations
   */
  Engine create(Network network, int threads);

  /**
   * What a probe found.
   *
   * @param fast whether the native fast path is active
   * @param description library, version, instruction set, threads; if it is slow, what to do
   */
  record Probe(boolean fast, String description) {}
}
