package org.polyak.train.network.layer;

/** Hyperbolic tangent, 2 / (1 + exp(-2x)) - 1. */
public record Tanh() implements Activation {}
