package org.polyak.train.network.layer;

/** max(0, x). The derivative at 0 is taken as 0. */
public record Relu() implements Activation {}
