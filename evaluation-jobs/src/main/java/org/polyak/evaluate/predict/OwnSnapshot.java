package org.polyak.evaluate.predict;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.LayoutDifference;
import org.polyak.train.network.Network;
import org.polyak.train.network.Shape;
import org.polyak.train.network.recipe.NetworkConfig;
import org.polyak.train.run.RunDescription;
import org.polyak.train.snapshot.Snapshot;

/**
 * Whether a snapshot in a run's folder is of the run's network. A snapshot carries the recipe of
 * its network, so that one of another network can be told apart by layer.
 *
 * @param run whose folder it lies in
 */
public record OwnSnapshot(RunDescription run) implements Serializable {

  private static final String RECIPE = "/configuration/network";

  /**
   * Refuses a snapshot of another network.
   *
   * @throws PolyakException naming the first layer that differs, with both shapes; where the other
   *     network cannot be made again, the numbers of parameters
   */
  public void check(Snapshot snapshot, Path file) {
    Network own = run.toNetwork();
    JsonNode recipe = snapshot.header().identity().at(RECIPE);
    if (sizesAreOf(own, snapshot) && recipe.equals(run.identity().at(RECIPE))) {
      return;
    }
    Optional<Network> other = network(recipe, own, snapshot);
    String difference = other.map(one -> LayoutDifference.between(own, one)).orElse("");
    if (!difference.isEmpty()) {
      throw PolyakException.data(
          "%s is a snapshot of another network than its run's: %s in %s and %s",
          file, difference, own.name(), other.get().name());
    }
    if (!sizesAreOf(own, snapshot)) {
      throw PolyakException.data(
          "%s is a snapshot of another network than its run's: it is of %s and has %d parameters"
              + " and %d statistics, %s has %d and %d",
          file,
          snapshot.header().network(),
          snapshot.state().parameters().length,
          snapshot.state().statistics().length,
          own.name(),
          own.parameterCount(),
          own.statisticsCount());
    }
  }

  /** The network of a snapshot, if it is one for images of this size. */
  private Optional<Network> network(JsonNode recipe, Network own, Snapshot snapshot) {
    if (recipe.isMissingNode()) {
      return Optional.empty();
    }
    try {
      NetworkConfig config = NetworkConfig.parse("snapshot", recipe);
      Shape input = new Shape(run.height(), run.width(), 3);
      Network alike = config.create(input, own.classes());
      if (sizesAreOf(alike, snapshot)) {
        return Optional.of(alike);
      }
      // It may be for another number of classes, each of which has as many parameters.
      int ofAClass =
          config.create(input, own.classes() + 1).parameterCount() - alike.parameterCount();
      int more = snapshot.state().parameters().length - alike.parameterCount();
      int classes = own.classes() + (ofAClass == 0 ? 0 : more / ofAClass);
      return classes < 1
          ? Optional.empty()
          : Optional.of(config.create(input, classes)).filter(n -> sizesAreOf(n, snapshot));
    } catch (PolyakException | IllegalArgumentException e) {
      // A network of images of another size, or of another version: numbers have to do.
      return Optional.empty();
    }
  }

  private static boolean sizesAreOf(Network network, Snapshot snapshot) {
    return snapshot.state().parameters().length == network.parameterCount()
        && snapshot.state().statistics().length == network.statisticsCount();
  }
}
