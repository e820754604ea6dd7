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
   * every layer of a network, in float32.
   *
   * @throws PolyakException if a named engine cannot be loaded or does not compute a layer, or if
   *     that is so of all
   */
  public static Choice choose(String name, Network network, int threads) {
    return choose(name, network, ComputeType.FLOAT32, threads);
  }

  /**
   * The same for training in a type.
   *
   * @throws PolyakException also if it does not train in the type here
   */
  public static Choice choose(String name, Network network, ComputeType compute, int threads) {
    List<EngineProvider> candidates =
        name.equals(AUTO)
            ? providers().stream().filter(provider -> provider.offers(compute)).toList()
            : List.of(provider(name));
    if (candidates.size() == 1) {
      return choice(candidates.get(0), network, compute, threads, List.of());
    }
    List<String> failures = new ArrayList<>();
    for (EngineProvider provider : candidates) {
      try {
        return choice(provider, network, compute, threads, failures);
      } catch (PolyakException e) {
        failures.add(e.getMessage());
      }
    }
    throw PolyakException.internal(
        null, "No engine can be loaded here: %s", String.join("; ", failures));
  }

  /**
   * Resolves a name for replicas on GPUs. Nothing is computed: the driver may have no GPU.
   *
   * @throws PolyakException if the named engine computes on processors, or does not compute a layer
   */
  public static Choice chooseForGpus(String name, Network network) {
    EngineProvider provider = providerForGpus(name);
    provider.check(network);
    String line = "engine %s: a GPU for each replica".formatted(provider.name());
    return new Choice(
        provider.name(), line + provider.note(network).map(note -> "; " + note).orElse(""));
  }

  /**
   * Whether an engine computes on GPUs; {@code auto} stands for the first that does.
   *
   * @throws PolyakException if it computes on processors
   */
  public static void checkForGpus(String name) {
    providerForGpus(name);
  }

  private static EngineProvider providerForGpus(String name) {
    List<EngineProvider> offered = providers().stream().filter(EngineProvider::runsOnGpus).toList();
    return name.equals(AUTO)
        ? offered.get(0)
        : offered.stream()
            .filter(provider -> provider.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    PolyakException.usage(
                        "training.devices: gpu does not go with training.engine: %s, which computes"
                            + " on processors; expected one of auto, %s",
                        provider(name).name(),
                        String.join(", ", offered.stream().map(EngineProvider::name).toList())));
  }

  /**
   * Whether an engine computes a network.
   *
   * @throws PolyakException naming the first node and layer that it does not compute
   */
  public static void check(String name, Network network) {
    provider(name).check(network);
  }

  /**
   * Whether an engine trains in a type on this machine.
   *
   * @throws PolyakException saying what is missing
   */
  public static void check(String name, ComputeType compute) {
    provider(name).check(compute);
  }

  /** Whether an engine gives gradients by the images. */
  public static boolean givesImageGradients(String name) {
    return provider(name).givesImageGradients();
  }

  /** A new engine with softmax cross entropy, which predictions do not depend on. */
  public static Engine create(String name, Network network, int threads) {
    return create(name, network, new SoftmaxCrossEntropy(), threads);
  }

  /** A new engine that computes in float32. */
  public static Engine create(String name, Network network, Loss loss, int threads) {
    return create(name, network, loss, ComputeType.FLOAT32, threads);
  }

  /**
   * A new engine.
   *
   * @param compute what training passes compute in
   * @throws PolyakException if the engine does not train in the type here
   */
  public static Engine create(
      String name, Network network, Loss loss, ComputeType compute, int threads) {
    return provider(name).create(network, loss, compute, threads);
  }

  private static Choice choice(
      EngineProvider provider,
      Network network,
      ComputeType compute,
      int threads,
      List<String> failures) {
    provider.check(network, compute);
    EngineProvider.Probe probe = provider.probe(threads);
    String line = "engine %s: %s".formatted(provider.name(), probe.description());
    line += compute == ComputeType.FLOAT32 ? "" : ", trains in " + compute.key();
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
