package org.polyak.benchmark.optimizer;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.polyak.pipeline.config.Recipe;
import org.polyak.train.network.Network;
import org.polyak.train.network.Shape;
import org.polyak.train.network.recipe.NetworkConfig;
import org.polyak.train.optimizer.OptimizerRecipe;
import org.polyak.train.optimizer.Updater;

/**
 * A step on all parameters of a network against the speed of memory. A step does a few operations a
 * float, so memory bounds it: {@code gigabytes} is what it moves in a second, {@link #triad} what
 * the machine does. With Nesterov's momentum 20 bytes a parameter are moved: parameter, velocity
 * and gradient are read, the first two written.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class UpdateStep {

  private static final double GIGA = 1e9;
  private static final int NESTEROV = 5 * Float.BYTES;
  // Parameter, both means and gradient are read, the first three written.
  private static final int ADAM = 7 * Float.BYTES;
  // Two are read; the third is written, and read into the cache before.
  private static final int TRIAD = 4 * Float.BYTES;

  /** 269,722 and 25,557,032 parameters. */
  @Param({"cifar-resnet20", "resnet50"})
  private String network;

  private Updater nesterov;
  private Updater adam;
  private float[] parameters;
  private float[] gradient;
  private float[] velocity;
  private float[] means;

  /** Traffic with memory. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Traffic {

    /** Bytes moved, in billions. */
    public double gigabytes;

    /** Starts an iteration. */
    @Setup(Level.Iteration)
    public void clear() {
      gigabytes = 0;
    }
  }

  /** Noise: what is in the arrays makes no difference. */
  @Setup
  public void prepare() {
    boolean imageNet = network.equals("resnet50");
    Network made =
        NetworkConfig.read(recipe("{}", "name: " + network).root().section("network"))
            .create(imageNet ? new Shape(224, 224, 3) : new Shape(32, 32, 3), imageNet ? 1000 : 10);
    nesterov = updater("{weight-decay: 1e-4}", made);
    adam = updater("{name: adam, weight-decay: 1e-4}", made);
    parameters = noise(made.parameterCount());
    gradient = noise(made.parameterCount());
    velocity = new float[nesterov.stateSize()];
    means = new float[adam.stateSize()];
  }

  private static Updater updater(String optimizer, Network network) {
    return OptimizerRecipe.read(recipe(optimizer, "name: softmax").root().section("training"))
        .on(network);
  }

  private static Recipe recipe(String optimizer, String network) {
    return Recipe.parse(
        "benchmark",
        "training: {optimizer: %s}%nnetwork: {%s}".formatted(optimizer, network),
        List.of());
  }

  private static float[] noise(int size) {
    Random random = new Random(1);
    float[] noise = new float[size];
    for (int i = 0; i < size; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  /** SGD with Nesterov's momentum and weight decay. */
  @Benchmark
  public float[] nesterov(Traffic traffic) {
    nesterov.step(parameters, gradient, velocity, 1e-6, Double.NaN);
    traffic.gigabytes += NESTEROV / GIGA * parameters.length;
    return parameters;
  }

  /** Adam with coupled weight decay. */
  @Benchmark
  public float[] adam(Traffic traffic) {
    adam.step(parameters, gradient, means, 1e-6, Double.NaN);
    traffic.gigabytes += ADAM / GIGA * parameters.length;
    return parameters;
  }

  /** The loop by which memory is measured (McCalpin's STREAM), on arrays of the same size. */
  @Benchmark
  public float[] triad(Traffic traffic) {
    float[] a = velocity;
    float[] b = parameters;
    float[] c = gradient;
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i] + 0.5f * c[i];
    }
    traffic.gigabytes += TRIAD / GIGA * a.length;
    return a;
  }
}
