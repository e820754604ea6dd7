/**
 * CIFAR-10 and CIFAR-100 in their binary versions, as their author publishes them (Krizhevsky
 * 2009): files of records without header, each of one or two label bytes and three planes of 32x32
 * bytes, red, green and blue.
 */
package org.polyak.pipeline.source.cifar;
