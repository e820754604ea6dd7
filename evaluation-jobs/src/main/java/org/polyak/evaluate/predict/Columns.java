package org.polyak.evaluate.predict;

import java.io.Serializable;
import java.util.List;

/**
 * The columns of predictions: every model with every test time, the test times of a model side by
 * side.
 *
 * @param models names, unique
 * @param tests at least one, names unique
 */
public record Columns(List<String> models, List<TestTime> tests) implements Serializable {

  /** Copies the lists. */
  public Columns {
    models = List.copyOf(models);
    tests = List.copyOf(tests);
  }

  /** Their number. */
  public int count() {
    return models.size() * tests.size();
  }

  /** The column of a model and a test time. */
  public int of(int model, int test) {
    return model * tests.size() + test;
  }

  /** The model of a column. */
  public String model(int column) {
    return models.get(column / tests.size());
  }

  /** The test time of a column. */
  public TestTime test(int column) {
    return tests.get(column % tests.size());
  }
}
