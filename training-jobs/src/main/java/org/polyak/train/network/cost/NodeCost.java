package org.polyak.train.network.cost;

import org.polyak.train.network.Node;
import org.polyak.train.network.Shape;

/**
 * What a node costs for one image.
 *
 * @param node the node
 * @param output shape of its output
 * @param parameters values that training changes
 * @param multiplyAdds of one pass forward: products of weights and values, of convolutions and
 *     dense layers alone, as papers count them
 * @param forwardFloats values that a pass forward keeps for the pass backward: the output, unless
 *     the layer overwrites its input
 * @param backwardFloats values that the pass backward adds: the gradient of what was kept
 * @param field how much of the image a value sees
 */
public record NodeCost(
    Node node,
    Shape output,
    long parameters,
    long multiplyAdds,
    long forwardFloats,
    long backwardFloats,
    ReceptiveField field) {}
