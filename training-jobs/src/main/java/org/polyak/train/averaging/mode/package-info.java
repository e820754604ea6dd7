/**
 * The modes of averaging: what a recipe says of it, and what becomes of replicas and of the average
 * after a round. Plain arithmetic on arrays.
 */
package org.polyak.train.averaging.mode;
