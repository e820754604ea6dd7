/**
 * The weighted mean of the replicas' vectors, computed through Spark in a fixed order, and the
 * format in which they travel.
 */
package org.polyak.train.reduction;
