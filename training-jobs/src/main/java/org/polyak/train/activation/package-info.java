/** How activations spread from layer to layer before training. */
package org.polyak.train.activation;
