package org.polyak.train.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.loss.Loss;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Network;

/** The engines by their names in a recipe. */
public final class Engines {

  /** The name that stands for the fastest engine that this machine can load. */
  public static final String AUTO = "auto";

  private Engines() {}

  /**
   * What a run will use.
   *
   * @param engine its name, never {@code auto}
   * @param line for the user: engine, library, instruction set; if it is slow, what to do; what the
   *     user should know of how it computes the network
   */
  public record Choice(String engine, String line) {}

  /** Names that a recipe can give, {@code auto} first. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of(AUTO));
    providers().forEach(provider -> names.add(provider.name()));
    return names;
  }

  /**
   * Resolves a name, and checks by a small computation that the engine works, and that it computes
   * every layer of a network.
   *
   * @throws PolyakException if a named engine cannot be loaded or does not compute a layer, or if
   *     that is so of all
   */
  public static Choice choose(String name, Network network, int threads) {
    if (!name.equals(AUTO)) {
      return choice(provider(name), network, threads, List.of());
    }
    List<String> failures = new ArrayList<>();
    for (EngineProvider provider : providers()) {
      try {
        return choice(provider, network, threads, failures);
      } catch (PolyakException e) {
        failures.add(e.getMessage());
      }
    }
    throw PolyakException.internal(
        null, "No engine can be loaded here: %s", String.join("; ", failures));
  }

  /**
   * Whether an engine computes a network.
   *
   * @throws PolyakException naming the first node and layer that it does not compute
   */
  public static void check(String name, Network network) {
    provider(name).check(network);
  }

  /** Whether an engine gives gradients by the images. */
  public static boolean givesImageGradients(String name) {
    return provider(name).givesImageGradients();
  }

  /** A new engine with softmax cross entropy, which predictions do not depend on. */
  public static Engine create(String name, Network network, int threads) {
    return create(name, network, new SoftmaxCrossEntropy(), threads);
  }

  /** A new engine. */
  public static Engine create(String name, Network network, Loss loss, int threads) {
    return provider(name).create(network, loss, threads);
  }

  private static Choice choice(
      EngineProvider provider, Network network, int threads, List<String> failures) {
    provider.check(network);
    EngineProvider.Probe probe = provider.probe(threads);
    String line = "engine %s: %s".formatted(provider.name(), probe.description());
    line += provider.note(network).map(note -> "; " + note).orElse("");
    for (String failure : failures) {
      line += "; not used: " + failure;
    }
    return new Choice(provider.name(), line);
  }

  private static List<EngineProvider> providers() {
    return ServiceLoader.load(EngineProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(EngineProvider::preference))
        .toList();
  }

  private static EngineProvider provider(String name) {
    return providers().stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                PolyakException.usage(
                    "Unknown engine %s (known: %s)", name, String.join(", ", names())));
  }
}
