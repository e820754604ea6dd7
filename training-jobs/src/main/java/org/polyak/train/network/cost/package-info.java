/** What networks cost: parameters, multiply-adds, memory, receptive fields; in text and drawn. */
package org.polyak.train.network.cost;
