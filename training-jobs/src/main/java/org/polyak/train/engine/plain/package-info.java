/**
 * Networks in double precision, one class a layer, written to be read: the truth that gradients are
 * checked against, and what computes the layers that the fast engines do not have.
 */
package org.polyak.train.engine.plain;
