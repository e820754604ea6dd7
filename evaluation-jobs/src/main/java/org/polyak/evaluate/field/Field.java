package org.polyak.evaluate.field;

import java.util.List;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.Model;

/**
 * All that take part in an evaluation.
 *
 * @param models weights, each predicted with once for every crop set
 * @param contenders what is judged
 * @param cropSets columns of every model in predictions
 * @param reference index of the contender that the others are compared with: the last snapshot of
 *     the first run, with the first crop set
 */
public record Field(List<Model> models, List<Contender> contenders, int cropSets, int reference) {

  /** Copies the lists. */
  public Field {
    models = List.copyOf(models);
    contenders = List.copyOf(contenders);
  }

  /** With weights that were fitted. */
  public Field with(List<Contender> fitted) {
    return new Field(models, fitted, cropSets, reference);
  }
}
