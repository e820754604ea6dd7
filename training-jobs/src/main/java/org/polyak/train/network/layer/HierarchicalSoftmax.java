package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * The head of a hierarchical softmax (Morin and Bengio, "Hierarchical probabilistic neural network
 * language model", 2005): C - 1 inputs, the logits of the inner nodes of a binary tree over C
 * classes, become the C logarithms of the classes' probabilities, so that the softmax of the output
 * is the output's exponential and softmax cross entropy on top is exact.
 *
 * <p>The tree is complete and numbered as a heap: the children of node i are 2i + 1 and 2i + 2,
 * nodes 0 to C - 2 are inner ones, node C - 1 + c is class c. An inner node goes to its second
 * child with probability sigmoid(logit). The order of the labels decides which classes are
 * neighbours.
 */
public record HierarchicalSoftmax() implements Layer {

  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape(1, 1, Inputs.only(inputs).size() + 1);
  }
}
