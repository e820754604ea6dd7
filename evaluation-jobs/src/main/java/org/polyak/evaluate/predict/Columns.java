package org.polyak.evaluate.predict;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.polyak.augment.view.CropSet;

/**
 * The columns of predictions: every model with every crop set, the crop sets of a model side by
 * side.
 *
 * @param models names, unique
 * @param crops at least one, names unique
 */
public record Columns(List<String> models, List<CropSet> crops) implements Serializable {

  /** Copies the lists. */
  public Columns {
    models = List.copyOf(models);
    crops = List.copyOf(crops);
  }

  /** Their number. */
  public int count() {
    return models.size() * crops.size();
  }

  /** The column of a model and a crop set. */
  public int of(int model, int crop) {
    return model * crops.size() + crop;
  }

  /** The model of a column. */
  public String model(int column) {
    return models.get(column / crops.size());
  }

  /** The crop set of a column. */
  public CropSet crop(int column) {
    return crops.get(column % crops.size());
  }

  /** Models and crop sets of all columns, for the rows of a file. */
  List<String> cropNames() {
    List<String> names = new ArrayList<>();
    crops.forEach(crop -> names.add(crop.toString()));
    return names;
  }
}
