/** How a data set reaches the replicas. */
package org.polyak.train.data;
