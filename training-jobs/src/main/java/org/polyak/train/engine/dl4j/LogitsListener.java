package org.polyak.train.engine.dl4j;

import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies the logits of a training pass, which DL4J drops before it gives back the gradient. */
final class LogitsListener extends BaseTrainingListener {

  private final String node;
  private float[] logits = new float[0];

  LogitsListener(String node) {
    this.node = node;
  }

  /** The logits of the last pass. */
  float[] logits() {
    return logits;
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    logits = activations.get(node).dup('c').data().asFloat();
  }
}
